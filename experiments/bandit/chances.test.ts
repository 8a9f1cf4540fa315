import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { standings } from "../best.ts";
import { chances } from "./chances.ts";

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("chances", () => {
  it("takes no arm, one arm and two equal arms", () => {
    expect([...chances([])]).toEqual([]);
    expect([...chances([{ a: 1, b: 1 }])]).toEqual([1]);
    const [one, other] = chances([
      { a: 3, b: 90 },
      { a: 3, b: 90 },
    ]);
    expect(one).toBeCloseTo(0.5, 12);
    expect(other).toBeCloseTo(0.5, 12);
  });

  it("is within a hundredth of the exact probability, from no exposure to millions and at any rate", () => {
    const random = randomFrom(11);
    for (let round = 0; round < 150; round++) {
      const mean = Math.exp(-5 * random());
      const cell = Array.from({ length: 1 + Math.floor(random() * 12) }, () => {
        const exposures = Math.floor(Math.exp(15 * random()) - 1);
        const rate = Math.min(1, mean * Math.exp(0.4 * (random() - 0.5)));
        const clicks = random() < 0.1 ? 0 : Math.round(exposures * rate);
        return { a: 1 + clicks, b: Math.max(1, 1 / mean - 1) + exposures - clicks };
      });
      const exact = standings(cell).map(({ probabilityBest }) => probabilityBest);
      const fast = chances(cell);
      for (const [i, probability] of exact.entries())
        expect(Math.abs(probability - (fast[i] as number))).toBeLessThan(0.01);
      expect(sum(fast)).toBeCloseTo(1, 12);
    }
  });

  it("does not depend on the order of arms", () => {
    const cell = [
      { a: 4, b: 100 },
      { a: 1, b: 50 },
      { a: 900, b: 30_000 },
    ];
    const there = [...chances([...cell].reverse())].reverse();
    for (const [i, chance] of chances(cell).entries()) expect(chance).toBeCloseTo(there[i] as number, 12);
  });

  it("sharpens when the spread is narrowed, and flattens when it is widened", () => {
    const cell = [
      { a: 20, b: 1_000 },
      { a: 30, b: 1_000 },
    ];
    const leader = (spread: number) => chances(cell, spread)[1] as number;
    expect(leader(0.5)).toBeGreaterThan(leader(1) + 0.03);
    expect(leader(2)).toBeLessThan(leader(1) - 0.03);
    expect(leader(1e-4)).toBeCloseTo(1, 6);
  });
});
