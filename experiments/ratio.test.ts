import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { Draws } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { sharesOf } from "./bandit/shares.ts";
import { binomial, multinomial } from "./draws.ts";
import growthbook from "./fixtures/growthbook.json" with { type: "json" };
import { posteriorsOf } from "./posterior.ts";
import { type RatioRow, ratioRowsOf, sampleRatioOf, sampleRatios } from "./ratio.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const OWLS = "owls" as ClusterId;
const row = (counts: readonly number[], weights: readonly number[], policyVersion = 1): RatioRow => ({
  clusterId: OWLS,
  context: "",
  policyVersion,
  shares: weights.flatMap((probability, n) => (probability > 0 ? [{ creativeId: id(n), probability }] : [])),
  counts: new Map(counts.map((count, n) => [id(n), count])),
});

describe("the sample ratio of one policy", () => {
  it.each(growthbook.sampleRatio)(
    "of $users over $weights has the textbook's p-value and degrees of freedom",
    (known) => {
      const { pValue, degrees, flagged } = sampleRatioOf([row(known.users, known.weights)]);
      expect(Math.abs(pValue / known.p - 1)).toBeLessThan(1e-9);
      expect(degrees).toBe(known.degrees);
      expect(flagged).toBe(known.p < 0.001);
    },
  );

  it("counts no degree of freedom for an arm without weight, where GrowthBook does", () => {
    const [odd] = growthbook.sampleRatio.filter(({ degrees, degreesOfGrowthBook }) => degrees !== degreesOfGrowthBook);
    expect(odd?.weights).toContain(0);
    const users = [130, 100, 70, 0];
    // Chi-square of 18 on two degrees: e^-9. On three, as GrowthBook takes it, 0.00044.
    expect(sampleRatioOf([row(users, [1 / 3, 1 / 3, 1 / 3, 0])]).pValue / Math.exp(-9)).toBeCloseTo(1, 9);
  });

  it("is certain of a mismatch once an arm is shown that has no share", () => {
    const found = sampleRatioOf([row([1_000, 1_000, 1], [0.5, 0.5, 0])]);
    expect(found).toMatchObject({ pValue: 0, flagged: true, impossible: [id(2)] });
  });

  it("says nothing of no rows, no exposures and one arm", () => {
    for (const rows of [[], [row([0, 0], [0.5, 0.5])], [row([500], [1])]])
      expect(sampleRatioOf(rows)).toMatchObject({ pValue: 1, flagged: false, degrees: 0 });
  });

  it("refuses shares that do not sum to 1, and counts that are none", () => {
    expect(() => sampleRatioOf([row([5, 5], [0.5, 0.4])])).toThrow("sum to 1");
    expect(() => sampleRatioOf([row([5, 0.5], [0.5, 0.5])])).toThrow("whole number");
  });
});

it("finds the weeks in which a real service's randomization was broken, and leaves its other weeks alone", () => {
  const packed = readFileSync(new URL("fixtures/upworthy-impressions.txt.gz", import.meta.url));
  const tests = gunzipSync(packed)
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number))
    .map(([week = 0, ...counts]) => ({
      week,
      flagged: sampleRatioOf([
        row(
          counts,
          counts.map(() => 1 / counts.length),
        ),
      ]).flagged,
    }));
  const share = (of: typeof tests) => of.filter(({ flagged }) => flagged).length / of.length;
  expect(tests).toHaveLength(2_437);
  expect(share(tests.filter(({ week }) => week >= 201326 && week <= 201352))).toBeGreaterThanOrEqual(0.7);
  expect(share(tests.filter(({ week }) => week < 201325 || week > 201402))).toBeLessThanOrEqual(0.006);
});

describe("the sample ratio over policies that move", () => {
  it("is that of the whole where shares stand still, in however many parts", () => {
    const whole = sampleRatioOf([row([530, 470, 1_000], [0.25, 0.25, 0.5])]);
    const parts = sampleRatioOf([
      row([130, 70, 200], [0.25, 0.25, 0.5], 1),
      row([400, 400, 800], [0.25, 0.25, 0.5], 2),
    ]);
    expect(parts.statistic).toBeCloseTo(whole.statistic, 9);
    expect(parts.degrees).toBe(2);
  });

  it("compares with each version's own shares: healthy counts that the newest shares alone would flag", () => {
    const rows = [row([9_010, 990], [0.9, 0.1], 1), row([985, 9_015], [0.1, 0.9], 2)];
    expect(sampleRatioOf(rows).pValue).toBeGreaterThan(0.5);
    const pooled = row([9_995, 10_005], [0.1, 0.9]);
    expect(sampleRatioOf([pooled]).flagged).toBe(true);
  });

  it("has the rank of what can be told apart: arms that never meet are two contests", () => {
    const rows = [row([520, 480, 0, 0], [0.5, 0.5, 0, 0], 1), row([0, 0, 500, 500], [0, 0, 0.5, 0.5], 2)];
    expect(sampleRatioOf(rows).degrees).toBe(2);
  });

  it("judges every cluster by itself", () => {
    const other = { ...row([900, 100], [0.5, 0.5]), clusterId: "families" as ClusterId };
    const found = sampleRatios([row([500, 500], [0.5, 0.5]), other]);
    expect([...found].map(([cluster, { flagged }]) => [cluster, flagged])).toEqual([
      ["owls", false],
      ["families", true],
    ]);
  });

  /** One run of the product's own shares; `kept` of arm 0's rows arrive. */
  function run(seed: number, kept: number): RatioRow[] {
    const random = randomFrom(seed);
    const cell = [0.03, 0.033, 0.027, 0.031].map((rate) => ({ rate, exposures: 0, clicks: 0 }));
    return Array.from({ length: 20 }, (_, version) => {
      const shares = version === 0 ? cell.map(() => 0.25) : sharesOf(posteriorsOf(cell), cell, 0.02);
      const shown = multinomial(random, 2_000, shares);
      shown[0] = binomial(random, shown[0] ?? 0, kept);
      for (const [arm, counts] of cell.entries()) {
        counts.exposures += shown[arm] ?? 0;
        counts.clicks += binomial(random, shown[arm] ?? 0, counts.rate);
      }
      return row(shown, shares, version);
    });
  }

  it("flags healthy bandits hardly ever, and some that lose a twentieth of one arm's rows", () => {
    const share = (kept: number, runs: number) =>
      Array.from({ length: runs }, (_, seed) => sampleRatioOf(run(seed, kept))).filter(({ flagged }) => flagged)
        .length / runs;
    expect(share(1, 600)).toBeLessThanOrEqual(0.005);
    expect(share(0.95, 200)).toBeGreaterThanOrEqual(0.12);
  });
});

describe("rows from draws", () => {
  const draws = (n: number, exposures: number, share: number, more: object = {}) =>
    Draws.parse({ clusterId: "owls", creativeId: id(n), context: "", policyVersion: 3, share, exposures, ...more });

  it("hold arms that were never drawn, and show those that could not be", () => {
    const [only, ...none] = ratioRowsOf([draws(0, 60, 0.6), draws(1, 40, 0.3), draws(2, 0, 0.1)]);
    expect(none).toEqual([]);
    expect(sampleRatioOf(only ? [only] : []).degrees).toBe(2);
    const foreign = ratioRowsOf([draws(0, 60, 1), draws(1, 1, 0)]);
    expect(sampleRatioOf(foreign)).toMatchObject({ flagged: true, impossible: [id(1)] });
  });

  it("keep versions and contexts apart, and leave out what was drawn before", () => {
    const rows = ratioRowsOf([
      draws(0, 50, 0.5),
      draws(1, 50, 0.5),
      draws(0, 20, 1, { policyVersion: 4 }),
      draws(0, 20, 1, { context: "device=tv" }),
    ]);
    expect(rows.map(({ policyVersion, context, counts }) => [policyVersion, context, counts.get(id(0))])).toEqual([
      [3, "", 50],
      [4, "", 20],
      [3, "device=tv", 20],
    ]);
    expect(ratioRowsOf([draws(0, 50, 1), draws(0, 20, 1, { policyVersion: 4 })], 3)).toHaveLength(1);
  });

  it("leave out a version of which not all shares are known", () => {
    expect(ratioRowsOf([draws(0, 50, 0.5), draws(1, 40, 0.3)])).toEqual([]);
    expect(ratioRowsOf([draws(0, 50, 0.7), draws(1, 40, 0.5)])).toEqual([]);
    expect(ratioRowsOf([draws(0, 50, 0.5), draws(1, 40, 0.25), draws(1, 10, 0.25)])).toEqual([]);
    expect(ratioRowsOf([])).toEqual([]);
  });

  it("flag no healthy cell whose versions each saw fewer visitors than there are arms to draw", () => {
    const random = randomFrom(8);
    const shares = [0.7, ...Array.from({ length: 12 }, () => 0.3 / 12)];
    const cell = Array.from({ length: 40 }, (_, policyVersion) => {
      const counts = multinomial(random, 30, shares);
      return shares.map((share, n) => draws(n, counts[n] as number, share, { policyVersion }));
    }).flat();
    expect(sampleRatioOf(ratioRowsOf(cell)).flagged).toBe(false);
    // Without the arms that luck left out, only what is known to be whole is compared.
    expect(sampleRatioOf(ratioRowsOf(cell.filter(({ exposures }) => exposures > 0))).flagged).toBe(false);
  });
});
