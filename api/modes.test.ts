import { describe, expect, it } from "vitest";
import type { Context } from "../core/context.ts";
import type { CreativeId } from "../core/creative.ts";
import { DEFAULT_EXPERIMENT, type Experiment, type ExperimentSettings } from "../core/experiment.ts";
import type { SnapshotRows } from "../core/snapshot.ts";
import { Decider, type Question } from "./decide.ts";
import { armAt, experimentOf, OWLS, policyOf, rowsOf, servable, titleAt, userAt } from "./testing/rows.ts";

const NOW = 1_800_000_000_000;
const USERS = 4_000;
const arms = [0, 1, 2].map((i) => servable(0, i));

function deciderOf(rows: SnapshotRows): Decider {
  const decider = new Decider("a salt of the tests");
  decider.load(rows, NOW);
  return decider;
}
const ask = (decider: Decider, i: number, over: Partial<Question> = {}, nowMs = NOW) =>
  decider.decide({ titleId: titleAt(0), user: userAt(i), cluster: OWLS, channel: "web", locale: "en", ...over }, nowMs)
    .claim;
const everyone = (decider: Decider, over: Partial<Question> = {}, nowMs = NOW) =>
  Array.from({ length: USERS }, (_, i) => ask(decider, i, over, nowMs));
const withSettings = (settings: Partial<ExperimentSettings>, over: Partial<Experiment> = {}) =>
  experimentOf(0, { settings: { ...DEFAULT_EXPERIMENT, ...settings }, ...over });

/** Shares of claims by arm, in the order of `arms`. */
const sharesIn = (claims: readonly { readonly creativeId: CreativeId }[]) =>
  arms.map(({ id }) => claims.filter(({ creativeId }) => creativeId === id).length / claims.length);
function expectShares(claims: readonly { readonly creativeId: CreativeId }[], shares: readonly number[]): void {
  sharesIn(claims).forEach((seen, i) => {
    const share = shares[i] as number;
    expect(Math.abs(seen - share)).toBeLessThanOrEqual(5 * Math.sqrt((share * (1 - share)) / claims.length));
  });
}

describe("the holdout", () => {
  const rows = (holdout: number) =>
    rowsOf({
      approved: [...arms, servable(1, 0), servable(1, 1), servable(2, 0)],
      experiments: [experimentOf(0), experimentOf(1)],
      policies: [policyOf(0, [0.2, 0.3, 0.5])],
      deciding: { holdout },
    });
  const heldOut = (holdout: number, over: Partial<Question> = {}) =>
    new Set(everyone(deciderOf(rows(holdout)), over).flatMap(({ basis }, i) => (basis === "holdout" ? [i] : [])));

  it.each([0, 0.05, 0.5])("of %d is so many users, and always the control", (holdout) => {
    const claims = everyone(deciderOf(rows(holdout)));
    const held = claims.filter(({ basis }) => basis === "holdout");
    expect(Math.abs(held.length / USERS - holdout)).toBeLessThanOrEqual(
      4 * Math.sqrt((holdout * (1 - holdout)) / USERS),
    );
    for (const claim of held) expect(claim).toMatchObject({ creativeId: armAt(0, 0), propensity: 1, clusterId: OWLS });
  });

  it("is the same users for every title, with an experiment or without, in every channel", () => {
    const own = heldOut(0.05);
    expect(heldOut(0.05, { titleId: titleAt(1) })).toEqual(own);
    expect(heldOut(0.05, { titleId: titleAt(2) })).toEqual(own);
    expect(heldOut(0.05, { channel: "tv", cluster: null })).toEqual(own);
  });

  it("never shares a user with the experiment, whatever is asked", () => {
    const decider = deciderOf(rows(0.05));
    for (const i of heldOut(0.05))
      for (const titleId of [titleAt(0), titleAt(1), titleAt(2)])
        expect(ask(decider, i, { titleId, context: { device: "tv" }, novelty: 1 }).basis).toBe("holdout");
  });

  it("keeps its users when it grows", () => {
    const [small, large] = [heldOut(0.05), heldOut(0.2)];
    expect([...small].filter((i) => !large.has(i))).toEqual([]);
    expect(large.size).toBeGreaterThan(small.size);
  });

  it("is of users: without one there is none", () => {
    const decider = deciderOf(rows(0.5));
    for (let i = 0; i < 100; i++) expect(ask(decider, 0, { user: null }).basis).toBe("policy");
  });

  it("leaves the others' arms to the policy, exactly", () => {
    const claims = everyone(deciderOf(rows(0.5))).filter(({ basis }) => basis === "policy");
    expectShares(claims, [0.2, 0.3, 0.5]);
  });
});

describe("a mode", () => {
  const policies = [policyOf(0, [0.1, 0.2, 0.7])];

  it("bandit follows the policy, and before the first one is equal", () => {
    expectShares(
      everyone(deciderOf(rowsOf({ approved: arms, experiments: [experimentOf(0)], policies }))),
      [0.1, 0.2, 0.7],
    );
    const claims = everyone(deciderOf(rowsOf({ approved: arms, experiments: [experimentOf(0)] })));
    expectShares(claims, [1 / 3, 1 / 3, 1 / 3]);
    expect(claims[0]).toMatchObject({ propensity: 1 / 3, basis: "policy" });
  });

  it("ab is equal, without novelty", () => {
    const rows = rowsOf({ approved: arms, experiments: [withSettings({ mode: "ab" })], deciding: { novelty: 0.2 } });
    const claims = everyone(deciderOf(rows), { novelty: 1 });
    expectShares(claims, [1 / 3, 1 / 3, 1 / 3]);
    expect(new Set(claims.map(({ basis }) => basis))).toEqual(new Set(["policy"]));
  });

  it("fixed gives the shares that a person gave, at once", () => {
    const shares = [0.6, 0.4].map((probability, i) => ({ creativeId: armAt(0, i), probability }));
    const before = everyone(deciderOf(rowsOf({ approved: arms, experiments: [experimentOf(0)], policies })));
    const rows = rowsOf({ approved: arms, experiments: [withSettings({ mode: "fixed", shares })], policies });
    const claims = everyone(deciderOf(rows));
    expectShares(claims, [0.6, 0.4, 0]);
    const moved = claims.filter(({ creativeId }, i) => creativeId !== before[i]?.creativeId).length / USERS;
    expect(moved).toBeCloseTo(0.7, 1);
  });

  it("holdout is the control for all, and draws nothing", () => {
    const rows = rowsOf({ approved: arms, experiments: [withSettings({ mode: "holdout" })], policies });
    for (const claim of everyone(deciderOf(rows)))
      expect(claim).toMatchObject({ creativeId: armAt(0, 0), basis: "fixed", propensity: 1 });
  });

  it.each([
    ["its standing winner", [{ titleId: titleAt(0), clusterId: OWLS, creativeId: armAt(0, 1) }], 1],
    ["the favourite where none stands", [], 2],
    [
      "the favourite where the winner was withdrawn",
      [{ titleId: titleAt(0), clusterId: OWLS, creativeId: armAt(0, 9) }],
      2,
    ],
  ] as const)("closed goes on with %s", (_, winners, arm) => {
    const rows = rowsOf({ approved: arms, experiments: [experimentOf(0, { state: "closed" })], policies, winners });
    expect(ask(deciderOf(rows), 0)).toMatchObject({ creativeId: armAt(0, arm), basis: "fixed", propensity: 1 });
  });

  it("closed before anything was learned shows the control", () => {
    const rows = rowsOf({ approved: arms, experiments: [experimentOf(0, { state: "closed" })] });
    expect(ask(deciderOf(rows), 0)).toMatchObject({ creativeId: armAt(0, 0), basis: "fallback" });
  });
});

describe("the arms", () => {
  const policies = [policyOf(0, [0.1, 0.2, 0.7])];

  it("are those that the experiment names, without the paused; the others share their part, and claims say so", () => {
    const paused = [{ creativeId: armAt(0, 2), reason: "r", at: "2026-01-01T00:00:00Z" }];
    for (const over of [{ paused }, { arms: [armAt(0, 0), armAt(0, 1)] }]) {
      const claims = everyone(deciderOf(rowsOf({ approved: arms, experiments: [experimentOf(0, over)], policies })));
      expectShares(claims, [1 / 3, 2 / 3, 0]);
      expect(claims[0]?.eligible).toEqual([armAt(0, 0), armAt(0, 1)]);
      expect(claims.find(({ creativeId }) => creativeId === armAt(0, 1))?.propensity).toBeCloseTo(2 / 3, 12);
    }
  });

  it("that joined since wait for the next policy", () => {
    const rows = rowsOf({ approved: [...arms, servable(0, 3)], experiments: [experimentOf(0)], policies });
    expect(everyone(deciderOf(rows)).filter(({ creativeId }) => creativeId === armAt(0, 3))).toEqual([]);
  });

  it("may be one, and a title without a live one in the channel has no artwork", () => {
    const one = rowsOf({ approved: [servable(0, 0)], experiments: [experimentOf(0)] });
    expect(ask(deciderOf(one), 0)).toMatchObject({ creativeId: armAt(0, 0), propensity: 1, basis: "policy" });
    expect(() => ask(deciderOf(one), 0, { channel: "poster" })).toThrow("no_artwork");
  });
});

describe("a context", () => {
  const tv = policyOf(0, [0, 0, 1], { context: "device=tv", arms: [{ creativeId: armAt(0, 2), probability: 1 }] });
  const policies = [policyOf(0, [1], {}), tv];
  const askIn = (context: Context, settings: Partial<ExperimentSettings> = { context: ["device"] }) =>
    ask(deciderOf(rowsOf({ approved: arms, experiments: [withSettings(settings)], policies })), 0, { context });

  it("has its own policy where there is one, and its cluster's where there is none", () => {
    expect(askIn({ device: "tv" })).toMatchObject({ creativeId: armAt(0, 2), context: "device=tv", device: "tv" });
    expect(askIn({ device: "mobile" })).toMatchObject({ creativeId: armAt(0, 0), context: "device=mobile" });
    expect(askIn({})).toMatchObject({ creativeId: armAt(0, 0), context: "" });
    expect(askIn({ device: "tv", daypart: "night" })).toMatchObject({ context: "device=tv" });
  });

  it("is not told apart unless the experiment asks, but the device is known", () => {
    expect(askIn({ device: "tv" }, {})).toMatchObject({ creativeId: armAt(0, 0), context: "", device: "tv" });
    expect(askIn({ device: "tv", daypart: "night" }, { context: ["device", "daypart"] })).toMatchObject({
      creativeId: armAt(0, 0),
      context: "device=tv,daypart=night",
    });
  });
});

describe("novelty", () => {
  // Habit: the third arm. Outside: the first two.
  const policies = [policyOf(0, [0.1, 0.2, 0.7])];
  const decider = deciderOf(
    rowsOf({ approved: arms, experiments: [experimentOf(0)], policies, deciding: { novelty: 0.2 } }),
  );

  it.each([
    [undefined, 0.2],
    [0, 0],
    [0.5, 0.2],
    [1, 0.4],
  ])(
    "of a user with tolerance %s is a share of %d, evenly outside the habit, and propensities are what both give",
    (novelty, share) => {
      const claims = everyone(decider, { novelty });
      const novel = claims.filter(({ basis }) => basis === "novelty");
      expect(Math.abs(novel.length / USERS - share)).toBeLessThanOrEqual(4 * Math.sqrt((share * (1 - share)) / USERS));
      if (share > 0) expectShares(novel, [0.5, 0.5, 0]);
      const chances = [0.1 * (1 - share) + share / 2, 0.2 * (1 - share) + share / 2, 0.7 * (1 - share)];
      expectShares(claims, chances);
      for (const { creativeId, propensity } of claims)
        expect(propensity).toBeCloseTo(chances[arms.findIndex(({ id }) => id === creativeId)] as number, 12);
    },
  );

  it("stays for the day, and is drawn anew the next", () => {
    const dayMs = 86_400_000;
    const morning = Math.floor(NOW / dayMs) * dayMs;
    const basesAt = (nowMs: number) => everyone(decider, {}, nowMs).map(({ basis }) => basis);
    expect(basesAt(morning + dayMs - 1)).toEqual(basesAt(morning));
    const next = basesAt(morning + dayMs);
    const again = basesAt(morning).filter((basis, i) => basis === "novelty" && next[i] === "novelty").length;
    // 0.2 x 0.2 of all.
    expect(Math.abs(again / USERS - 0.04)).toBeLessThan(4 * Math.sqrt((0.04 * 0.96) / USERS));
  });
});
