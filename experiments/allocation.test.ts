import { describe, expect, it } from "vitest";
import { randomFrom } from "../core/random.ts";
import { allocate } from "./allocation.ts";
import { standings } from "./best.ts";
import { type Counts, posteriorsOf } from "./posterior.ts";

const counts = (exposures: number, clicks: number): Counts => ({ exposures, clicks });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function someArms(count: number, seed: number): Counts[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const exposures = Math.floor(10 ** (6 * random()));
    return counts(exposures, Math.floor(exposures * 0.1 * random()));
  });
}

describe("allocate", () => {
  it("gives nothing to nobody, everything to one, and halves to two unknown arms", () => {
    expect(allocate([], { floor: 0 })).toEqual([]);
    expect(allocate([counts(10, 1)], { floor: 0 })).toEqual([1]);
    for (const share of allocate([counts(0, 0), counts(0, 0)], { floor: 0.01 })) expect(share).toBeCloseTo(0.5, 14);
  });

  it.each([1, 2, 3, 7, 17, 49, 64])("%i arms: shares are at least the floor and sum to 1", (count) => {
    for (const floor of [0, 0.2 / count, 1 / count]) {
      const shares = allocate(someArms(count, count), { floor });
      expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-12);
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(floor);
    }
  });

  it("is the probability to be best without a floor, and equal shares with the highest one", () => {
    const arms = someArms(5, 8);
    const exact = standings(posteriorsOf(arms)).map((standing) => standing.probabilityBest);
    for (const [i, share] of allocate(arms, { floor: 0 }).entries()) expect(share).toBeCloseTo(exact[i] ?? 0, 12);
    for (const share of allocate(arms, { floor: 1 / 5 })) expect(share).toBeCloseTo(1 / 5, 14);
  });

  it("never gives an arm more than its probability to be best and the floor, clicks or none", () => {
    const arms = [counts(300, 0), counts(300, 0), counts(300, 4), counts(300, 6)];
    const exact = standings(posteriorsOf(arms)).map((standing) => standing.probabilityBest);
    for (const [i, share] of allocate(arms, { floor: 0.01 }).entries()) {
      expect(share).toBeLessThanOrEqual((exact[i] ?? 0) + 0.01 + 1e-12);
    }
    expect(allocate(arms, { floor: 0.01 })[0]).toBeLessThan(0.015);
  });

  it("follows the arms when they are given in another order", () => {
    const arms = someArms(4, 9);
    const backwards = allocate([...arms].reverse(), { floor: 0.01 }).reverse();
    for (const [i, share] of allocate(arms, { floor: 0.01 }).entries())
      expect(share).toBeCloseTo(backwards[i] ?? 0, 12);
  });

  it("gives an arm more for a click", () => {
    const [before] = allocate([counts(100, 4), counts(100, 6)], { floor: 0.01 });
    const [after] = allocate([counts(100, 5), counts(100, 6)], { floor: 0.01 });
    expect(after).toBeGreaterThan(before ?? 1);
  });

  it.each([-0.1, 0.51, 1, Number.NaN])("refuses a floor of %d for two arms", (floor) => {
    expect(() => allocate([counts(0, 0), counts(0, 0)], { floor })).toThrow("floor must");
  });
});
