import { describe, expect, it } from "vitest";
import { randomFrom } from "../core/random.ts";
import { logGamma } from "./beta.ts";
import { binomial, multinomial } from "./draws.ts";

const chance = (n: number, p: number, k: number) =>
  Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p));

describe("binomial", () => {
  it.each([
    [1, 0.3],
    [2, 0.5],
    [40, 0.02],
    [60, 0.3],
    [200, 0.9],
    [1_000, 0.05],
  ])("of %d trials at %d draws every count as often as it should", (n, p) => {
    const random = randomFrom(n);
    const draws = 40_000;
    const seen = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const k = binomial(random, n, p);
      seen.set(k, (seen.get(k) ?? 0) + 1);
    }
    for (let k = 0; k <= n; k++) {
      const expected = draws * chance(n, p, k);
      if (expected < 20) continue;
      expect(Math.abs((seen.get(k) ?? 0) - expected)).toBeLessThan(4.6 * Math.sqrt(expected));
    }
  });

  it("has the right mean and spread at ten million trials", () => {
    const random = randomFrom(1);
    const draws = Array.from({ length: 2_000 }, () => binomial(random, 10_000_000, 0.03));
    const mean = draws.reduce((sum, k) => sum + k, 0) / draws.length;
    const variance = draws.reduce((sum, k) => sum + (k - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean - 300_000)).toBeLessThan(4 * Math.sqrt(291_000 / 2_000));
    expect(variance / 291_000).toBeGreaterThan(0.88);
    expect(variance / 291_000).toBeLessThan(1.13);
  });

  it("knows what is certain, and refuses what cannot be", () => {
    const random = randomFrom(2);
    expect([binomial(random, 0, 0.5), binomial(random, 9, 0), binomial(random, 9, 1)]).toEqual([0, 0, 9]);
    for (const [n, p] of [
      [-1, 0.5],
      [1.5, 0.5],
      [3, -0.1],
      [3, 1.1],
      [3, Number.NaN],
    ] as const)
      expect(() => binomial(random, n, p)).toThrow(RangeError);
  });
});

it("multinomial draws fall on every cell by its share, and are all of the trials", () => {
  const random = randomFrom(3);
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < 2_000; i++) {
    const drawn = multinomial(random, 50, [0.5, 0, 0.3, 0.2]);
    expect(drawn.reduce((sum, k) => sum + k, 0)).toBe(50);
    for (const [cell, k] of drawn.entries()) sums[cell] = (sums[cell] as number) + k;
  }
  for (const [cell, share] of [0.5, 0, 0.3, 0.2].entries())
    expect(Math.abs((sums[cell] as number) - 100_000 * share)).toBeLessThanOrEqual(4 * Math.sqrt(100_000 * share));
});
