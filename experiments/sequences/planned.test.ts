import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { binomial } from "../draws.ts";
import { type Duel, duelOf, scoreOf } from "./duel.ts";
import { boundsAt, late, obrienFleming, plannedInterval } from "./planned.ts";

const even = (looks: number) => Array.from({ length: looks }, (_, look) => (look + 1) / looks);
const duel = (n: number, clicks: number, rivalClicks: number) =>
  duelOf({ exposures: n, clicks }, { exposures: n, clicks: rivalClicks }) as Duel;

it("knows the bounds of Lan and DeMets, and those of one look", () => {
  expect(boundsAt([1], 0.05, obrienFleming)[0]).toBeCloseTo(1.959964, 4);
  // gsDesign 3.6: gsDesign(k = 5, test.type = 2, alpha = 0.025, sfu = sfLDOF)$upper$bound
  for (const [i, bound] of [4.8769, 3.3569, 2.6803, 2.2898, 2.031].entries())
    expect(boundsAt(even(5), 0.05, obrienFleming)[i]).toBeCloseTo(bound, 3);
  expect(boundsAt([], 0.05)).toEqual([]);
});

it("spends nothing early: a bound that cannot be reached, and tightens towards the end", () => {
  const bounds = boundsAt(even(100));
  expect(bounds[0]).toBe(Number.POSITIVE_INFINITY);
  expect(bounds.at(-1)).toBeLessThan(2.1);
  for (let i = 1; i < bounds.length; i++) expect(bounds[i]).toBeLessThanOrEqual((bounds[i - 1] as number) + 1e-6);
  expect([late(0, 0.05), late(2, 0.05)]).toEqual([0, late(1, 0.05)]);
});

it("gives an early look the same bound whatever comes later", () => {
  expect(boundsAt([0.5, 0.8])[1]).toBeCloseTo(boundsAt([0.5, 0.8, 0.9, 1])[1] as number, 10);
});

it("refuses times that do not rise, and an alpha that is none", () => {
  for (const wrong of [[0], [0.5, 0.5], [0.5, 0.4], [1.1], [Number.NaN]])
    expect(() => boundsAt(wrong)).toThrow(RangeError);
  expect(() => boundsAt([1], 0)).toThrow(RangeError);
});

it("crosses in as many tests without a difference as it may, and has the power of nearly one look", () => {
  const random = randomFrom(5);
  const bounds = boundsAt(even(20));
  const crosses = (ratio: number) => {
    let [n, clicks, rivalClicks] = [0, 0, 0];
    return bounds.some((bound) => {
      n += 2_500;
      clicks += binomial(random, 2_500, 0.02 * ratio);
      rivalClicks += binomial(random, 2_500, 0.02);
      return Math.abs(scoreOf([duel(n, clicks, rivalClicks)], 1)) >= bound;
    });
  };
  const share = (ratio: number, tests: number) =>
    Array.from({ length: tests }, () => crosses(ratio)).filter(Boolean).length / tests;
  expect(share(1, 3_000)).toBeLessThan(0.058); // 4.6 %, and three standard errors
  expect(share(1.1, 1_500)).toBeGreaterThan(0.54); // 58 %
  expect(share(1.2, 300)).toBeGreaterThan(0.97); // 99 %
});

it("gives the interval that the bound leaves", () => {
  const duels = [duel(50_000, 1_200, 1_000)];
  const { low, high } = plannedInterval(duels, 2.1);
  expect(scoreOf(duels, low)).toBeCloseTo(2.1, 6);
  expect(scoreOf(duels, high)).toBeCloseTo(-2.1, 6);
  expect(low).toBeGreaterThan(1);
  expect(plannedInterval([], 2)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
  expect(plannedInterval(duels, Number.POSITIVE_INFINITY)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
});
