import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { marqueeBandit } from "../bandit/marquee.ts";
import { armEstimate, armLift, liftOverControl } from "./arms.ts";
import { leaderOf, splitOf } from "./leader.ts";
import { rateInterval } from "./score.ts";
import { armId, collect, stratum } from "./testing/collect.ts";
import { coverageOf } from "./testing/coverage.ts";

const [CONTROL, ARM] = [armId(0), armId(1)];

describe("an arm's estimate", () => {
  it("is the plain mean with Wilson's interval where the propensity never changed", () => {
    const strata = [1, 2, 3].map((policyVersion) =>
      stratum({ creativeId: ARM, policyVersion, propensity: 0.25, exposures: 400, clicks: 10 + policyVersion }),
    );
    const [mean, interval] = [36 / 1_200, rateInterval({ rate: 36 / 1_200, exposures: 1_200 })];
    const estimate = armEstimate(strata, ARM);
    expect(estimate).toMatchObject({ exposures: 1_200, clicks: 36 });
    expect(estimate?.rate).toBeCloseTo(mean, 12);
    expect(estimate?.low).toBeCloseTo(interval.low, 12);
    expect(estimate?.high).toBeCloseTo(interval.high, 12);
  });

  it("gives exposures their weight by propensity, and uses those alone that were drawn", () => {
    const strata = [
      stratum({ creativeId: ARM, policyVersion: 1, propensity: 0.5, exposures: 100, clicks: 20 }),
      stratum({ creativeId: ARM, policyVersion: 2, propensity: 0.1, exposures: 20, clicks: 1, basis: "novelty" }),
      stratum({ creativeId: ARM, policyVersion: 2, propensity: 0.1, exposures: 999, clicks: 999, basis: "kept" }),
      stratum({ creativeId: ARM, policyVersion: 2, propensity: 1, exposures: 999, clicks: 999, basis: "fallback" }),
    ];
    expect(armEstimate(strata, ARM)?.rate).toBeCloseTo((20 / 0.5 + 1 / 0.1) / (100 / 0.5 + 20 / 0.1), 12);
    expect(armEstimate(strata, CONTROL)).toBeNull();
    expect(armEstimate([], ARM)).toBeNull();
  });
});

describe("a lift", () => {
  it("takes the season out: rates that rise for all arms alike change no lift", () => {
    const bandit = marqueeBandit(1, 2, { exploration: 0.1, leastEvidence: 100 });
    const strata = collect(bandit, {
      rates: (version) => [0.02 * (1 + version / 5), 0.03 * (1 + version / 5)],
      batches: 40,
      size: 4_000,
      random: randomFrom(5),
    });
    const lift = armLift(strata, ARM, CONTROL);
    expect(lift?.low).toBeLessThan(0.5);
    expect(lift?.high).toBeGreaterThan(0.5);
    expect(lift?.ratio).toBeGreaterThan(0.4);
    expect(lift?.ratio).toBeLessThan(0.6);
  });

  it("is over the holdout where that was seen often enough, and over the control's own draws otherwise", () => {
    const drawn = [1, 2].flatMap((policyVersion) => [
      stratum({ creativeId: CONTROL, policyVersion, propensity: 0.5, exposures: 1_000, clicks: 50 }),
      stratum({ creativeId: ARM, policyVersion, propensity: 0.5, exposures: 1_000, clicks: 60 }),
    ]);
    const held = (exposures: number, clicks: number) =>
      stratum({ basis: "holdout", policyVersion: 1, exposures, clicks });
    expect(liftOverControl([...drawn, held(180, 180)], ARM, CONTROL)).toEqual(armLift(drawn, ARM, CONTROL));
    const lift = liftOverControl([...drawn, held(500, 20), { ...held(500, 20), policyVersion: 2 }], ARM, CONTROL);
    expect(lift).toMatchObject({ reference: "holdout" });
    expect(lift?.ratio).toBeCloseTo(0.06 / (21 / 501) - 1, 1);
    expect(armLift(drawn, ARM, CONTROL)?.ratio).toBeCloseTo((0.06 * 2_001) / 101 - 1, 12);
  });

  it("compares versions in which both could be drawn: an arm that joined late is judged by its own time", () => {
    const strata = [
      stratum({ creativeId: CONTROL, policyVersion: 1, propensity: 1, exposures: 5_000, clicks: 2_500 }),
      stratum({ creativeId: CONTROL, policyVersion: 2, propensity: 0.5, exposures: 5_000, clicks: 250 }),
      stratum({ creativeId: ARM, policyVersion: 2, propensity: 0.5, exposures: 5_000, clicks: 250 }),
    ];
    expect(armLift(strata, ARM, CONTROL)?.ratio).toBeCloseTo(0, 2);
    expect(armLift(strata.slice(0, 1), ARM, CONTROL)).toBeNull();
  });
});

describe("the leader", () => {
  it("is chosen before the version from which its lift is told", () => {
    const strata = [1, 2, 3, 4].map((policyVersion) =>
      stratum({ creativeId: policyVersion < 3 ? ARM : CONTROL, policyVersion, exposures: 100, clicks: 5 }),
    );
    expect(splitOf(strata)).toBe(3);
    expect(splitOf(strata.slice(0, 1))).toBeNull();
    expect(splitOf([])).toBeNull();
    expect(splitOf([...strata, stratum({ policyVersion: 9, exposures: 1_000 })])).toBe(9);
    const behind = stratum({ creativeId: CONTROL, policyVersion: 1, exposures: 100, clicks: 1 });
    expect(leaderOf([behind, ...strata.slice(0, 2)], [CONTROL, ARM])).toBe(ARM);
    expect(leaderOf([behind, ...strata.slice(0, 2)], [CONTROL])).toBe(CONTROL);
    expect(leaderOf([], [CONTROL, ARM])).toBeNull();
  });
});

describe("after collection by the product's own policy", () => {
  it.each([
    [{ rates: [0.05, 0.05, 0.05, 0.05], exploration: 0.02, batches: 40, size: 500, holdout: 0.05 }],
    [{ rates: [0.05, 0.05, 0.06, 0.04], exploration: 0.1, batches: 40, size: 500 }],
  ])("intervals hold the truth and nothing is found where nothing is: %o", (plan) => {
    const { weighted, naive } = coverageOf(plan, 100, 3);
    for (const covered of [weighted.rate, weighted.lift, weighted.leader]) {
      // A leader is told in some 80 of the runs: three standard errors of 0.95 are 0.07.
      expect(covered).toBeGreaterThan(covered === weighted.leader ? 0.875 : 0.9);
      expect(covered).toBeLessThan(0.995);
    }
    expect(weighted.falseRejections).toBeLessThan(0.075);
    expect(Math.abs(weighted.rateBias)).toBeLessThan(0.025);
    expect(Math.abs(weighted.leaderBias)).toBeLessThan(0.06);
    // The mistake that it is there to avoid.
    expect(naive.rateBias).toBeLessThan(-0.03);
    expect(naive.leaderBias).toBeGreaterThan(0.05);
  });
});
