import { describe, expect, it } from "vitest";
import { randomFrom } from "../core/random.ts";
import { type Standing, standings } from "./best.ts";
import { type Beta, betaMean } from "./beta.ts";
import exact from "./fixtures/exact-beta-binomial.json" with { type: "json" };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const chances = (result: readonly Standing[]): number[] => result.map((standing) => standing.probabilityBest);
const posteriors = (exposures: readonly number[], clicks: readonly number[], prior: readonly number[]): Beta[] =>
  exposures.map((n, arm) => ({
    a: (prior[0] ?? 0) + (clicks[arm] ?? 0),
    b: (prior[1] ?? 0) + n - (clicks[arm] ?? 0),
  }));

/** K posteriors of very different sizes: from a handful of exposures to millions. */
function mixed(count: number, seed: number): Beta[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const exposures = 10 ** (1 + 6 * random());
    const rate = 0.03 + 0.04 * random();
    return { a: 1 + exposures * rate, b: 20 + exposures * (1 - rate) };
  });
}

describe("standings", () => {
  it("of no arm and of one arm are certain", () => {
    expect(standings([])).toEqual([]);
    expect(standings([{ a: 1, b: 1 }])).toEqual([{ probabilityBest: 1, expectedLoss: 0 }]);
  });

  it.each([2, 3, 17, 64])("of %i equal arms are equal", (count) => {
    for (const arm of [
      { a: 1, b: 1 },
      { a: 1, b: 300 },
      { a: 500_001, b: 9_500_001 },
    ]) {
      const result = standings(Array.from({ length: count }, () => arm));
      for (const { probabilityBest } of result) expect(probabilityBest * count).toBeCloseTo(1, 10);
    }
  });

  it.each([2, 3, 8, 17, 64])("of %i arms of very different sizes sum to 1", (count) => {
    for (const seed of [1, 2, 3]) expect(sum(chances(standings(mixed(count, seed))))).toBeCloseTo(1, 11);
  });

  it.each([2, 5, 17])("of %i arms: losses differ by exactly what the means differ", (count) => {
    const arms = mixed(count, 4);
    const result = standings(arms);
    // loss_i = E[max] - mean_i, so loss_i + mean_i is the same for all arms.
    const tops = result.map((standing, i) => standing.expectedLoss + betaMean(arms[i] as Beta));
    for (const top of tops) expect(top).toBeCloseTo(tops[0] ?? 0, 12);
  });

  it("do not depend on the order of the arms", () => {
    const arms = mixed(6, 5);
    const forwards = standings(arms);
    const backwards = standings([...arms].reverse()).reverse();
    for (const [i, standing] of forwards.entries()) {
      expect(standing.probabilityBest).toBeCloseTo(backwards[i]?.probabilityBest ?? 0, 12);
      expect(standing.expectedLoss).toBeCloseTo(backwards[i]?.expectedLoss ?? 0, 12);
    }
  });

  it("rise for an arm that gains a click, and fall for every other arm", () => {
    const before = standings(posteriors([900, 1_000, 1_100], [30, 35, 40], [1, 20]));
    const after = standings(posteriors([900, 1_000, 1_100], [31, 35, 40], [1, 20]));
    const rises = before.map((standing, i) => (after[i]?.probabilityBest ?? 0) > standing.probabilityBest);
    expect(rises).toEqual([true, false, false]);
  });

  it("give an arm without clicks next to nothing, where a normal approximation gives it half", () => {
    const [none] = standings(posteriors([100, 100], [0, 5], [1, 32]));
    expect(none?.probabilityBest).toBeLessThan(0.015);
  });

  it("keep the digits of tiny chances and losses", () => {
    // Beta(1, 1) against Beta(a, 1): the first wins with probability 1 / (a + 1), the second loses 1/2 - a/(a+1) + ...
    const a = 1e6;
    const [weak, strong] = standings([
      { a: 1, b: 1 },
      { a, b: 1 },
    ]);
    expect((weak?.probabilityBest ?? 0) * (a + 1)).toBeCloseTo(1, 9);
    // E[(U - X)+] = E[(1 - X)^2] / 2 = 1 / ((a + 1)(a + 2)).
    expect((strong?.expectedLoss ?? 0) * (a + 1) * (a + 2)).toBeCloseTo(1, 9);
  });

  it("are never negative, not a number, or above 1, at 0 and at all of ten million clicks", () => {
    const arms = [
      { a: 1, b: 1 },
      { a: 1, b: 1e7 + 1 },
      { a: 1e7 + 1, b: 1 },
      { a: 5e5, b: 9.5e6 },
      { a: 0.05, b: 0.05 },
    ];
    for (const { probabilityBest, expectedLoss } of standings(arms)) {
      expect(probabilityBest).toBeGreaterThanOrEqual(0);
      expect(probabilityBest).toBeLessThanOrEqual(1 + 1e-12);
      expect(expectedLoss).toBeGreaterThanOrEqual(0);
      expect(expectedLoss).toBeLessThanOrEqual(1);
    }
  });

  it.each(exact.pairs)("match the exact figures of $clicks clicks of $exposures", ({ exposures, clicks, exact }) => {
    for (const { prior, bBeatsA, lossOfA, lossOfB } of exact) {
      const [first, second] = standings(posteriors(exposures, clicks, prior));
      expect((second?.probabilityBest ?? 0) / bBeatsA).toBeCloseTo(1, 9);
      expect((first?.expectedLoss ?? 0) / lossOfA).toBeCloseTo(1, 7);
      expect((second?.expectedLoss ?? 0) / lossOfB).toBeCloseTo(1, 7);
    }
  });

  it.each(exact.many)("match the exact figures of $clicks clicks", ({ exposures, clicks, exact }) => {
    for (const { prior, probabilityBest, expectedLoss } of exact) {
      for (const [i, standing] of standings(posteriors(exposures, clicks, prior)).entries()) {
        expect(standing.probabilityBest / (probabilityBest[i] ?? 0)).toBeCloseTo(1, 9);
        expect(standing.expectedLoss / (expectedLoss[i] ?? 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it("refuse what is no posterior", () => {
    expect(() => standings([{ a: 0, b: 1 }])).toThrow("a must");
    expect(() =>
      standings([
        { a: 1, b: 1 },
        { a: 1, b: Number.NaN },
      ]),
    ).toThrow("b must");
  });
});
