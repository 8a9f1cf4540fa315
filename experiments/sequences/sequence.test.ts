import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { logGamma } from "../beta.ts";
import { binomial, multinomial } from "../draws.ts";
import growthbook from "../fixtures/growthbook.json" with { type: "json" };
import { differenceSequence, expectedClicks, rateSequence } from "./difference.ts";
import { type Duel, duelByPropensity, duelOf, logStake, turned } from "./duel.ts";
import { OPEN_END, plannedFor } from "./mixture.ts";
import { anytimeP, logEvidenceAbove, ratioSequence } from "./sequence.ts";

const duel = (n: number, clicks: number, rivalN: number, rivalClicks: number): Duel[] => {
  const one = duelOf({ exposures: n, clicks }, { exposures: rivalN, clicks: rivalClicks });
  return one ? [one] : [];
};
const logChoose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

describe("a stake", () => {
  it("is expected to be 1 or less at equal rates, however few or many click: summed over the hypergeometric law", () => {
    for (const [n, rivalN] of [
      [1, 1],
      [2, 5],
      [40, 3],
      [300, 300],
    ] as const)
      for (const level of [0.01, 0.3, 0.5, 0.99])
        for (const effect of [0.05, 0.2, 0.8]) {
          const all = Math.max(1, Math.round((n + rivalN) * level));
          let [expected, sum] = [0, 0];
          for (let y = Math.max(0, all - rivalN); y <= Math.min(n, all); y++) {
            const chance = Math.exp(logChoose(n, y) + logChoose(rivalN, all - y) - logChoose(n + rivalN, all));
            sum += chance;
            expected += chance * Math.exp(logStake(duel(n, y, rivalN, all - y), 1, effect));
          }
          expect(sum).toBeCloseTo(1, 9);
          expect(expected).toBeLessThanOrEqual(1 + 1e-9);
          // And little is given away, where misses are no rarer than clicks.
          if (level <= 0.5 && effect <= 0.2) expect(expected).toBeGreaterThan(0.95);
        }
  });

  it("is expected to be exactly 1 where the split is known by propensity", () => {
    for (const ratio of [0.5, 1, 3]) {
      const [p, q] = [0.2, 0.7];
      const share = (ratio * p) / (q + ratio * p);
      const of = (clicks: number) =>
        Math.exp(
          logStake([duelByPropensity({ clicks, propensity: p }, { clicks: 1 - clicks, propensity: q })], ratio, 0.4),
        );
      expect(share * of(1) + (1 - share) * of(0)).toBeCloseTo(1, 12);
    }
    expect(() => duelByPropensity({ clicks: 0, propensity: 0 }, { clicks: 0, propensity: 1 })).toThrow(RangeError);
  });

  it("multiplies over stretches, and ignores those without clicks or without one of the two", () => {
    const [one, other] = [duel(900, 30, 800, 20), duel(100, 3, 2_000, 50)];
    expect(logStake([...one, ...other], 1.1, 0.2)).toBeCloseTo(logStake(one, 1.1, 0.2) + logStake(other, 1.1, 0.2), 12);
    expect(logStake(duel(900, 0, 800, 0), 1, 0.2)).toBe(0);
    expect(duel(0, 0, 800, 20)).toEqual([]);
    expect(() => duel(10, 11, 10, 0)).toThrow(RangeError);
  });
});

describe("the sequence of a ratio", () => {
  it("says nothing of nothing", () => {
    for (const none of [[], duel(0, 0, 5, 1), duel(1, 0, 1, 0), duel(1, 1, 1, 0)])
      expect(ratioSequence(none)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
    expect(anytimeP([])).toBe(1);
  });

  it("holds the observed ratio, narrows with clicks, and turns over with the arms", () => {
    let before = Number.POSITIVE_INFINITY;
    for (const size of [1_000, 10_000, 100_000, 10_000_000]) {
      const duels = duel(size, 0.024 * size, 2 * size, 0.04 * size);
      const { low, high } = ratioSequence(duels);
      expect(low).toBeLessThan(1.2);
      expect(high).toBeGreaterThan(1.2);
      expect(high - low).toBeLessThan(before);
      before = high - low;
      const back = ratioSequence(turned(duels));
      expect(back.low * high).toBeCloseTo(1, 9);
      expect(back.high * low).toBeCloseTo(1, 9);
    }
    expect(before).toBeLessThan(0.025 * 1.2);
  });

  it("leaves out a ratio exactly when the evidence reaches the bound", () => {
    const duels = duel(50_000, 1_200, 50_000, 1_000);
    const { low } = ratioSequence(duels);
    expect(logEvidenceAbove(duels, low)).toBeCloseTo(Math.log(40), 6);
    expect(logEvidenceAbove(duels, low * 0.999)).toBeGreaterThan(Math.log(40));
    expect(anytimeP(duels) < 0.05).toBe(low > 1);
  });

  it("bounds arms of which one, or all, or none clicked", () => {
    const { low, high } = ratioSequence(duel(2_000, 60, 2_000, 0));
    expect(low).toBeGreaterThan(2);
    expect(high).toBe(Number.POSITIVE_INFINITY);
    for (const same of [duel(500, 500, 500, 500), duel(500, 0, 500, 0)]) {
      const both = ratioSequence(same);
      expect(both.low).toBeLessThan(1);
      expect(both.high).toBeGreaterThan(1);
    }
  });

  it("is not GrowthBook's: that one calls an arm without clicks certain, and a ratio negative", () => {
    for (const { exposures, clicks, ci } of growthbook.sequential) {
      const { low, high } = ratioSequence(duel(exposures[1] ?? 0, clicks[1] ?? 0, exposures[0] ?? 0, clicks[0] ?? 0));
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThan(low);
      if (clicks[0] === 0) expect(ci).toEqual([0, 0]);
      else if ((clicks[0] ?? 0) < 10) expect(ci[0]).toBeLessThan(-1);
    }
  });
});

describe("looked at again and again", () => {
  /** Share of streams in which any look leaves out the truth. */
  function wrong(
    streams: number,
    looks: number,
    world: (look: number) => { rates: [number, number]; shares: number[] },
    per: number,
  ) {
    const random = randomFrom(17);
    let [left, differences] = [0, 0];
    for (let stream = 0; stream < streams; stream++) {
      const duels: Duel[] = [];
      const exposures = { arm: 0, rival: 0 };
      let [out, outside] = [false, false];
      for (let look = 0; look < looks; look++) {
        const { rates, shares } = world(look);
        const [n = 0, rivalN = 0] = multinomial(random, per, shares);
        duels.push(...duel(n, binomial(random, n, rates[0]), rivalN, binomial(random, rivalN, rates[1])));
        exposures.arm += n;
        exposures.rival += rivalN;
        const ratio = rates[0] / rates[1];
        out ||=
          logEvidenceAbove(duels, ratio) >= Math.log(40) || logEvidenceAbove(turned(duels), 1 / ratio) >= Math.log(40);
        if (look % 12 === 11) {
          const { low, high } = differenceSequence(duels, exposures);
          outside ||= rates[0] - rates[1] < low || rates[0] - rates[1] > high;
        }
      }
      if (out) left++;
      if (outside) differences++;
    }
    return { ratio: left / streams, difference: differences / streams };
  }

  // The limit is 5 %; about 2 % of streams leave it out.
  it.each([
    ["equal arms at 1 %", { rates: [0.01, 0.01], shares: [1, 1] }, 400],
    ["a fifth more at 30 %, unequal shares", { rates: [0.36, 0.3], shares: [1, 5] }, 60],
    ["twice as much, few exposures", { rates: [0.2, 0.1], shares: [1, 1] }, 6],
    ["half as much, nearly all click", { rates: [0.45, 0.9], shares: [2, 1] }, 12],
  ] as const)("leaves out the truth in few streams: %s", (_, world, per) => {
    const found = wrong(200, 24, () => ({ rates: [...world.rates], shares: [...world.shares] }), per);
    expect(found.ratio).toBeLessThanOrEqual(0.05);
    expect(found.difference).toBeLessThanOrEqual(0.05);
  });

  it("does not mind shares that move with the season, where pooled counts are wrong in every stream", () => {
    // Clicks rise threefold while the arm's share falls: pooled, it looks much worse than its equal.
    const found = wrong(
      60,
      40,
      (look) => ({
        rates: look < 20 ? [0.02, 0.02] : [0.06, 0.06],
        shares: look < 20 ? [0.8, 0.2] : [0.2, 0.8],
      }),
      400,
    );
    expect(found.ratio).toBeLessThanOrEqual(0.05);
    const pooled = duel(8_000, 6_400 * 0.02 + 1_600 * 0.06, 8_000, 1_600 * 0.02 + 6_400 * 0.06);
    expect(anytimeP(pooled)).toBeLessThan(1e-6);
  });
});

describe("the sequence of a difference", () => {
  it("leaves out 0 exactly when that of the ratio, at its part of alpha, leaves out 1", () => {
    for (const clicks of [900, 1_000, 1_100, 1_150, 1_200, 1_400]) {
      const duels = duel(50_000, clicks, 50_000, 1_000);
      const { low, high } = differenceSequence(duels, { arm: 50_000, rival: 50_000 });
      const ratio = ratioSequence(duels, { alpha: 0.048, mixture: OPEN_END });
      expect(low > 0 || high < 0).toBe(ratio.low > 1 || ratio.high < 1);
      expect(low).toBeLessThan((clicks - 1_000) / 50_000);
      expect(high).toBeGreaterThan((clicks - 1_000) / 50_000);
    }
    expect(differenceSequence([], { arm: 0, rival: 9 })).toEqual({ low: -1, high: 1 });
  });

  it("bounds how many clicks were expected, and one arm's rate", () => {
    expect(expectedClicks(0, 0.05).low).toBe(0);
    expect(expectedClicks(0, 0.05).high).toBeGreaterThan(3);
    const { low, high } = rateSequence({ exposures: 10_000_000, clicks: 300_000 });
    expect(low).toBeLessThan(0.03);
    expect(low).toBeGreaterThan(0.0297);
    expect(high).toBeGreaterThan(0.03);
    expect(high).toBeLessThan(0.0303);
    expect(rateSequence({ exposures: 0, clicks: 0 })).toEqual({ low: 0, high: 1 });
    expect(rateSequence({ exposures: 5, clicks: 5 }).high).toBe(1);
  });
});

it("plans a mixture that proves earliest where it was planned for", () => {
  const needed = (clicks: number, planned: number) => {
    for (let more = 0; ; more += 2) {
      const evidence = logEvidenceAbove(
        duel(1e7, (clicks + more) / 2, 1e7, (clicks - more) / 2),
        1,
        plannedFor(planned),
      );
      if (evidence >= Math.log(40)) return more;
    }
  };
  expect(needed(2_000, 2_000)).toBeLessThan(needed(2_000, 200));
  expect(needed(2_000, 2_000)).toBeLessThan(needed(2_000, 40_000));
  expect(needed(2_000, 2_000) / Math.sqrt(2_000)).toBeLessThan(2.85);
  for (const wrong of [0, -1, Number.NaN]) expect(() => plannedFor(wrong)).toThrow(RangeError);
  expect(() => plannedFor(100, 1)).toThrow(RangeError);
  expect(() => plannedFor(100, 0.05, 0)).toThrow(RangeError);
});
