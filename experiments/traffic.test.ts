import { expect, it } from "vitest";
import { Cluster } from "../core/cluster.ts";
import type { Aim } from "./power.ts";
import { likenessOf, planTraffic } from "./traffic.ts";

const aim: Aim = { baseRate: 0.05, lift: 0.25, power: 0.8 };
const cluster = (id: string, allowed = {}) => Cluster.parse({ id, name: id, locale: "en", allowed });
const traffic = (...entries: [id: string, perDay: number, allowed?: object][]) =>
  entries.map(([id, impressionsPerDay, allowed]) => ({ cluster: cluster(id, allowed), impressionsPerDay }));

it("gives more arms to more traffic, within what every cluster separates in the time", () => {
  const arms = [3e3, 1e4, 4e4].map((perDay) => planTraffic(traffic(["a", perDay], ["b", perDay]), 14, aim));
  expect(arms.map(({ armsPerCluster }) => armsPerCluster)).toEqual(
    arms.map(({ armsPerCluster }) => armsPerCluster).toSorted((x, y) => x - y),
  );
  expect(arms[2]?.armsPerCluster).toBeGreaterThan(arms[0]?.armsPerCluster ?? 0);
  for (const { clusters, pool, armsPerCluster, warnings } of arms) {
    expect(pool).toBe(1 + 2 * armsPerCluster);
    for (const { daysNeeded, servedBy, clusterId, separable } of clusters) {
      expect(daysNeeded).toBeLessThanOrEqual(14);
      expect(servedBy).toBe(clusterId);
      expect(separable).toBeGreaterThanOrEqual(pool);
    }
    expect(warnings).toEqual([]);
  }
});

it("merges a cluster that is too small into the one most like it, and says so", () => {
  const plan = planTraffic(
    traffic(
      ["owls", 9_000, { palette: ["noir", "neon"], mood: ["dark"] }],
      ["families", 9_000, { palette: ["meadow"], mood: ["bright"] }],
      ["night-shift", 60, { palette: ["noir"], mood: ["dark"] }],
    ),
    14,
    aim,
  );
  expect(plan.clusters.map(({ servedBy }) => servedBy)).toEqual(["owls", "families", "owls"]);
  expect(plan.clusters[2]?.separable).toBe(0);
  expect(plan.warnings).toHaveLength(1);
  expect(plan.warnings[0]).toContain("night-shift");
  expect(plan.warnings[0]).toContain("owls");
});

it("goes on with one arm and a warning where even all traffic together is too little", () => {
  const plan = planTraffic(traffic(["a", 20], ["b", 10]), 14, aim);
  expect(new Set(plan.clusters.map(({ servedBy }) => servedBy))).toEqual(new Set(["a"]));
  expect([plan.armsPerCluster, plan.pool]).toEqual([1, 2]);
  expect(plan.clusters[0]?.daysNeeded).toBeGreaterThan(14);
  expect(plan.warnings.join()).toContain("a needs");
});

it("says how small a lift the days find, and waits for a whole week", () => {
  const of = (perDay: number, days = 14) => planTraffic(traffic(["a", perDay]), days, aim).clusters[0];
  expect(of(1e6)?.daysNeeded).toBe(7);
  expect(of(1e6)?.smallestLift).toBeLessThan(0.25);
  // Where the plan just fits, the lift asked for is the smallest.
  expect(of(2_000, of(2_000)?.daysNeeded)?.smallestLift).toBeLessThanOrEqual(0.2501);
  expect(of(100)?.smallestLift).toBeGreaterThan(0.5);
  expect(of(0.1)?.smallestLift).toBeNull();
});

it("plans one cluster, and refuses none, no traffic and no time", () => {
  expect(planTraffic(traffic(["only", 50_000]), 30, aim).armsPerCluster).toBe(16);
  expect(() => planTraffic([], 14, aim)).toThrow(RangeError);
  for (const perDay of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => planTraffic(traffic(["a", perDay]), 14, aim)).toThrow(RangeError);
  expect(() => planTraffic(traffic(["a", 1_000]), 0, aim)).toThrow(RangeError);
});

it("calls clusters alike by the levels they share", () => {
  expect(likenessOf({}, {})).toBe(1);
  expect(likenessOf({ mood: ["dark"] }, { mood: ["dark"] })).toBe(1);
  expect(likenessOf({ mood: ["dark"] }, { mood: ["bright"] })).toBe(0);
  expect(likenessOf({ mood: ["dark", "calm"] }, { mood: ["dark"], tone: ["wry"] })).toBeCloseTo((0.5 + 0.5) / 2, 12);
});
