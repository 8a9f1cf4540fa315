import { describe, expect, it } from "vitest";
import { type Random, randomFrom } from "../core/random.ts";
import { standings } from "./best.ts";
import { chancesBest } from "./best-fast.ts";
import type { Beta } from "./beta.ts";
import exact from "./fixtures/exact-beta-binomial.json" with { type: "json" };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const exactly = (arms: readonly Beta[]): number[] => standings(arms).map(({ probabilityBest }) => probabilityBest);
const worst = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((value, i) => Math.abs(value - (other[i] as number))));

/** Cells as allocations meet them, and worse. */
const cells: Record<string, (random: Random) => Beta> = {
  "from ten to ten million exposures": (random) => {
    const exposures = 10 ** (1 + 6 * random());
    const rate = 0.03 + 0.04 * random();
    return { a: 1 + exposures * rate, b: 20 + exposures * (1 - rate) };
  },
  "any rate at all, a tenth of a click known": (random) => {
    const exposures = 10 ** (6 * random());
    const rate = random() ** 3;
    return { a: 0.1 + exposures * rate, b: 0.1 + exposures * (1 - rate) };
  },
  "sharpened: no whole numbers": (random) => {
    const exposures = 10 ** (1 + 3 * random());
    const [rate, sharp] = [0.01 + 0.01 * random(), 0.3 + 2 * random()];
    return { a: (1 + exposures * rate) * sharp, b: (50 + exposures * (1 - rate)) * sharp };
  },
  "nearly equal": (random) => ({ a: 1e5 * (1 + 0.01 * random()), b: 9e5 }),
};

describe("chancesBest", () => {
  it("of no arm and of one arm are certain", () => {
    expect(chancesBest([])).toEqual([]);
    expect(chancesBest([{ a: 1, b: 1 }])).toEqual([1]);
  });

  it.each(Object.entries(cells))("are the exact ones within 1e-4: %s", (_, arm) => {
    const random = randomFrom(3);
    for (const count of [2, 3, 8, 17]) {
      for (let cell = 0; cell < 12; cell++) {
        const arms = Array.from({ length: count }, () => arm(random));
        expect(worst(chancesBest(arms), exactly(arms))).toBeLessThan(1e-4);
      }
    }
  });

  it("are the exact ones of the reference figures", () => {
    for (const { exposures, clicks, exact: figures } of exact.many) {
      for (const { prior, probabilityBest } of figures) {
        const arms = exposures.map((n, i) => ({
          a: (prior[0] as number) + (clicks[i] as number),
          b: (prior[1] as number) + n - (clicks[i] as number),
        }));
        expect(worst(chancesBest(arms), probabilityBest)).toBeLessThan(1e-4);
      }
    }
  });

  it("never give an arm without clicks much more than its exact chance", () => {
    const random = randomFrom(4);
    for (let cell = 0; cell < 200; cell++) {
      const counts = Array.from({ length: 5 }, () => 10 ** (1 + 3 * random()));
      const arms = counts.map((n, i) => ({ a: i === 0 ? 1 : 1 + Math.round(n * 0.03), b: 30 + n }));
      expect(chancesBest(arms)[0]).toBeLessThan((exactly(arms)[0] as number) + 1e-4);
    }
  });

  it.each([2, 3, 17, 64])("of %i equal arms are equal, and sum to 1", (count) => {
    for (const arm of [
      { a: 0.05, b: 0.05 },
      { a: 1, b: 1 },
      { a: 1, b: 1e7 + 1 },
      { a: 1e7 + 1, b: 1 },
      { a: 500_001, b: 9_500_001 },
    ]) {
      const chances = chancesBest(Array.from({ length: count }, () => arm));
      for (const chance of chances) expect(chance * count).toBeCloseTo(1, 3);
      expect(sum(chances)).toBeCloseTo(1, 12);
    }
  });

  it("do not depend on the order, nor on what was asked before", () => {
    const random = randomFrom(5);
    const arms = Array.from({ length: 9 }, () => (cells["nearly equal"] as (random: Random) => Beta)(random));
    const first = chancesBest(arms);
    chancesBest(Array.from({ length: 64 }, () => ({ a: 1, b: 1 })));
    const second = chancesBest([...arms].reverse()).reverse();
    expect(worst(first, second)).toBeLessThan(1e-12);
  });

  it("see a wide arm beside a needle, arms far apart, and more exposures than it can weigh itself", () => {
    const beside = [
      { a: 1, b: 20 },
      { a: 5e5, b: 95e5 },
    ];
    expect(worst(chancesBest(beside), exactly(beside))).toBeLessThan(1e-4);
    expect(
      chancesBest([
        { a: 1e6, b: 9e6 },
        { a: 2e6, b: 8e6 },
      ]),
    ).toEqual([0, 1]);
    const endless = [
      { a: 1e10, b: 9e10 },
      { a: 1e10 + 5e4, b: 9e10 },
    ];
    expect(worst(chancesBest(endless), exactly(endless))).toBe(0);
  });

  it("refuse what is no posterior", () => {
    expect(() => chancesBest([{ a: 0, b: 1 }])).toThrow("a must");
    expect(() => chancesBest([{ a: 1, b: Number.NaN }])).toThrow("b must");
  });
});
