import { describe, expect, it } from "vitest";
import { criticalOf, liftInterval, rateInterval, ratioOf } from "./score.ts";

describe("rateInterval", () => {
  it("solves its defining equation at both ends", () => {
    for (const [clicks, exposures] of [
      [0, 10],
      [3, 10],
      [10, 10],
      [7.5, 412.25],
      [500, 1e7],
    ] as const) {
      const rate = clicks / exposures;
      const { low, high } = rateInterval({ rate, exposures });
      for (const edge of [low, high]) {
        if (edge === 0 || edge === 1) continue;
        const z = (rate - edge) / Math.sqrt((edge * (1 - edge)) / exposures);
        expect(Math.abs(z)).toBeCloseTo(criticalOf(0.95), 6);
      }
      expect(low).toBeLessThanOrEqual(rate);
      expect(high).toBeGreaterThanOrEqual(rate);
    }
  });

  it("knows nothing without exposures, and refuses what is no mass", () => {
    expect(rateInterval({ rate: 0, exposures: 0 })).toEqual({ low: 0, high: 1 });
    expect(() => rateInterval({ rate: 0.1, exposures: 10 }, 1)).toThrow("mass must");
  });
});

describe("liftInterval", () => {
  it("is Koopman's own: 36 of 40 over 16 of 80", () => {
    const interval = liftInterval({ rate: 36 / 40, exposures: 40 }, { rate: 16 / 80, exposures: 80 });
    expect(interval?.low).toBeCloseTo(2.939 - 1, 2);
    expect(interval?.high).toBeCloseTo(7.152 - 1, 2);
  });

  it("turns round when the two swap", () => {
    const [one, other] = [
      { rate: 0.013, exposures: 4_210.5 },
      { rate: 0.02, exposures: 880.25 },
    ];
    const [here, there] = [liftInterval(one, other), liftInterval(other, one)];
    expect((1 + (here?.low ?? 0)) * (1 + (there?.high ?? 0))).toBeCloseTo(1, 6);
    expect((1 + (here?.high ?? 0)) * (1 + (there?.low ?? 0))).toBeCloseTo(1, 6);
  });

  it("holds no lift between equals, narrows with exposures, and takes an arm without clicks", () => {
    const width = (exposures: number) => {
      const interval = liftInterval({ rate: 0.05, exposures }, { rate: 0.05, exposures });
      expect(interval?.low).toBeLessThan(0);
      expect(interval?.high).toBeGreaterThan(0);
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(width(100_000)).toBeLessThan(width(1_000));
    const none = liftInterval({ rate: 0, exposures: 300 }, { rate: 0.05, exposures: 300 });
    expect(none?.low).toBe(-1);
    expect(none?.high).toBeGreaterThan(-1);
    expect(none?.high).toBeLessThan(0);
    const all = liftInterval({ rate: 1, exposures: 20 }, { rate: 1, exposures: 20 });
    expect(all?.low).toBeLessThan(0);
    expect(all?.high).toBeGreaterThan(0);
  });

  it("knows nothing without exposures or over a rate of 0", () => {
    expect(liftInterval({ rate: 0.1, exposures: 10 }, { rate: 0, exposures: 10 })).toBeNull();
    expect(liftInterval({ rate: 0, exposures: 0 }, { rate: 0.1, exposures: 10 })).toBeNull();
  });
});

it("divides by an estimate without its bias", () => {
  // All outcomes of 30 draws at 20 %, by their probabilities.
  let [probability, mean, plain] = [0.8 ** 30, 0, 0];
  for (let clicks = 0; clicks <= 30; clicks++) {
    mean += probability * (1 + ratioOf({ rate: 0.2, exposures: 30 }, { rate: clicks / 30, exposures: 30 }));
    plain += probability * (0.2 / (Math.max(clicks, 1) / 30));
    probability *= ((30 - clicks) / (clicks + 1)) * (0.2 / 0.8);
  }
  expect(mean).toBeCloseTo(1, 2);
  expect(plain).toBeGreaterThan(1.1);
});
