import { describe, expect, it } from "vitest";
import type { Deciding } from "../core/workspace.ts";
import { stretched } from "../experiments/stretches.ts";
import { Decider, type Question } from "./decide.ts";
import { armAt, experimentOf, OWLS, policyOf, rowsOf, servable, titleAt, userAt } from "./testing/rows.ts";

const DAY_MS = 86_400_000;
const NOW = 1_800_000_000_000;
const USERS = 600;
const arms = [0, 1, 2].map((i) => servable(0, i));
const SWING = [
  [0.8, 0.1, 0.1],
  [0.1, 0.8, 0.1],
  [0.1, 0.1, 0.8],
];

/** One title under a policy that swings from arm to arm with every version. */
function world(deciding: Partial<Deciding>) {
  const decider = new Decider("a salt of the tests");
  let policies = stretched([], [policyOf(0, SWING[0] as number[])]);
  const load = (version: number, over: Partial<Parameters<typeof rowsOf>[0]> = {}) => {
    policies = stretched(policies, [policyOf(0, SWING[version % 3] as number[])]);
    decider.load(rowsOf({ approved: arms, experiments: [experimentOf(0)], policies, version, deciding, ...over }), NOW);
  };
  load(0);
  const ask = (i: number, nowMs = NOW, over: Partial<Question> = {}) =>
    decider.decide(
      { titleId: titleAt(0), user: userAt(i), cluster: OWLS, channel: "web", locale: "en", ...over },
      nowMs,
    ).claim;
  return { decider, load, ask };
}

describe("the budget of changes", () => {
  it.each([
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 0.2],
    [3, 0.2],
  ])("of %i a month holds in every stretch of thirty days, also with novelty of %d", (changesAMonth, novelty) => {
    const { load, ask } = world({ changesAMonth, novelty });
    const changes = Array.from({ length: USERS }, () => [] as number[]);
    const last = new Map<number, string>();
    for (let day = 0; day < 90; day += 2) {
      load(day);
      for (let i = 0; i < USERS; i++) {
        const { creativeId } = ask(i, NOW + day * DAY_MS, { novelty: 1 });
        if (last.has(i) && last.get(i) !== creativeId) changes[i]?.push(day);
        last.set(i, creativeId);
      }
    }
    const most = Math.max(
      ...changes.flatMap((days) => days.map((from) => days.filter((day) => day >= from && day < from + 30).length)),
      0,
    );
    expect(most).toBe(changesAMonth);
    // It is a month and not for ever.
    if (changesAMonth > 0) expect(Math.max(...changes.map((days) => days.length))).toBeGreaterThan(changesAMonth);
  });

  it("once spent keeps the arm whatever the policy says now, states what it was drawn with, and how often it was given", () => {
    const { load, ask } = world({ changesAMonth: 1 });
    const first = Array.from({ length: USERS }, (_, i) => ask(i));
    load(1);
    const second = Array.from({ length: USERS }, (_, i) => ask(i));
    const moved = second.flatMap(({ creativeId }, i) => (creativeId === first[i]?.creativeId ? [] : [i]));
    expect(moved.length / USERS).toBeCloseTo(0.7, 1);
    for (const version of [2, 3, 4]) {
      load(version);
      for (const i of moved)
        expect(ask(i)).toMatchObject({
          creativeId: second[i]?.creativeId,
          basis: "policy",
          policyVersion: 1,
          propensity: second[i]?.propensity,
        });
    }
    expect(ask(moved[0] as number).repeat).toBe(4);
    expect(ask(moved[0] as number).repeat).toBe(5);
  });

  it("is no reason to show what is gone, and losing an arm costs none of it", () => {
    const { load, ask } = world({ changesAMonth: 0 });
    const on = Array.from({ length: USERS }, (_, i) => ask(i)).flatMap(({ creativeId }, i) =>
      creativeId === armAt(0, 0) ? [i] : [],
    );
    load(0, { approved: arms.slice(1) });
    const after = on.map((i) => ask(i));
    expect(on.length).toBeGreaterThan(100);
    for (const claim of after) {
      expect(claim).toMatchObject({ basis: "kept", propensity: 1, repeat: 0 });
      expect(claim.creativeId).not.toBe(armAt(0, 0));
    }
    expect(on.map((i) => ask(i))).toMatchObject(
      after.map(({ creativeId }) => ({ creativeId, basis: "kept", repeat: 1 })),
    );
  });

  it("is spent when shares have moved far, and not by going a little to and fro", () => {
    const { decider, ask } = world({ changesAMonth: 1 });
    const first = Array.from({ length: USERS }, (_, i) => ask(i).creativeId);
    let policies = stretched([], [policyOf(0, SWING[0] as number[])]);
    for (let version = 1; version < 20; version++) {
      policies = stretched(policies, [policyOf(0, version % 2 ? [0.77, 0.13, 0.1] : [0.8, 0.1, 0.1])]);
      decider.load(
        rowsOf({ approved: arms, experiments: [experimentOf(0)], policies, version, deciding: { changesAMonth: 1 } }),
        NOW,
      );
      const claims = Array.from({ length: USERS }, (_, i) => ask(i));
      expect(claims.map(({ creativeId }) => creativeId)).toEqual(first);
      for (const claim of claims) expect(claim).toMatchObject({ basis: "policy", policyVersion: 0 });
    }
  });

  it("leaves those who are drawn drawn with the propensity that they state, whoever has moved before", () => {
    const { load, ask } = world({ changesAMonth: 2 });
    const counts = new Map<string, { seen: number; expected: number }>();
    for (let day = 0; day < 12; day++) {
      load(day);
      const asked = Array.from({ length: 6_000 }, (_, i) => i).filter((i) => (i * 7 + day * 11) % 5 < 3);
      const drawn = asked.map((i) => ask(i, NOW + day * DAY_MS)).filter(({ basis }) => basis === "policy");
      // Who had his turns before knows an older version; of each version the arms are as its shares.
      for (const { policyVersion, creativeId, propensity } of drawn) {
        const of = SWING[policyVersion % 3] as number[];
        arms.forEach(({ id }, arm) => {
          const key = `${policyVersion} ${arm}`;
          const count = counts.get(key) ?? { seen: 0, expected: 0 };
          counts.set(key, {
            seen: count.seen + Number(id === creativeId),
            expected: count.expected + (of[arm] as number),
          });
          if (id === creativeId) expect(propensity).toBe(of[arm]);
        });
      }
    }
    // Users are asked up to three times of one version.
    for (const { seen, expected } of counts.values())
      expect(Math.abs(seen - expected)).toBeLessThan(5 * Math.sqrt(3 * expected));
  });

  it("is not spent on a channel that has not the arm", () => {
    const { load, ask } = world({ changesAMonth: 1 });
    const some = [servable(0, 0, { channels: ["web"] }), ...arms.slice(1)];
    load(0, { approved: some });
    for (let i = 0; i < 50; i++) {
      const own = ask(i);
      for (let turn = 0; turn < 3; turn++) {
        expect(ask(i, NOW, { channel: "tv" }).creativeId).not.toBe(armAt(0, 0));
        expect(ask(i)).toMatchObject({ creativeId: own.creativeId, basis: "policy" });
      }
    }
  });

  it("knows nothing of requests without a user", () => {
    const { ask } = world({ changesAMonth: 0 });
    const claims = Array.from({ length: 50 }, () => ask(0, NOW, { user: null }));
    expect(new Set(claims.map(({ basis, visitor, repeat }) => `${basis} ${visitor} ${repeat}`))).toEqual(
      new Set(["policy undefined 0"]),
    );
    expect(new Set(claims.map(({ creativeId }) => creativeId)).size).toBeGreaterThan(1);
  });
});

describe("a lock", () => {
  it("keeps the arm of whoever has played, through every version and after the end", () => {
    const { decider, load, ask } = world({ changesAMonth: 100 });
    const played = ask(0);
    decider.lock(played, NOW);
    for (const version of [1, 2, 3]) {
      load(version);
      expect(ask(0)).toMatchObject({ creativeId: played.creativeId, basis: "locked", propensity: 1 });
    }
    load(4, { experiments: [experimentOf(0, { state: "closed" })] });
    expect(ask(0)).toMatchObject({ creativeId: played.creativeId, basis: "locked" });
    expect(ask(1)).toMatchObject({ basis: "fixed" });
  });

  it("is of one title and one user, and opens where the arm is withdrawn, paused, or locks are off", () => {
    const { decider, load, ask } = world({ changesAMonth: 100 });
    const played = ask(0);
    decider.lock(played, NOW);
    expect(ask(1).basis).toBe("policy");
    const without = arms.filter(({ id }) => id !== played.creativeId);
    load(1, { approved: without });
    expect(ask(0).creativeId).not.toBe(played.creativeId);
    const other = world({ lockAfterPlay: false });
    other.decider.lock(other.ask(0), NOW);
    expect(other.ask(0).basis).toBe("policy");
  });

  it("does not take the holdout's users out of it", () => {
    const { decider, load, ask } = world({ changesAMonth: 100 });
    const claims = Array.from({ length: 200 }, (_, i) => ask(i));
    for (const claim of claims) decider.lock(claim, NOW);
    load(1, { deciding: { holdout: 0.5, novelty: 0 } });
    const held = claims.map((_, i) => ask(i)).filter(({ basis }) => basis === "holdout");
    expect(held.length).toBeGreaterThan(60);
    for (const claim of held) expect(claim.creativeId).toBe(armAt(0, 0));
  });
});
