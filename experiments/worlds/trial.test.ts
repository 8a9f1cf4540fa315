import { expect, it } from "vitest";
import { tableOf } from "../bandit/marquee.ts";
import { uniformBandit } from "./baselines.ts";
import type { Bandit } from "./play.ts";
import { evenLosses, quantileOf, summaryOf, tryOut } from "./trial.ts";

const environment = {
  kind: "test",
  K: 2,
  clusters: 2,
  shares: [0.25, 0.75],
  ctr: [
    [
      [0.5, 0.1],
      [0.2, 0.3],
    ],
    [
      [0.1, 0.1],
      [0.9, 0.4],
    ],
  ],
};
const always = (arm: number): Bandit => ({
  shares: () => tableOf(2, 2).map((row) => row.map((_, i) => (i === arm ? 1 : 0))),
  learn: () => {},
});

it("loses nothing with the best arm, what is known with the worst, and the mean of both with equal shares", () => {
  const plan = { impressions: 20_050, batch: 100, seeds: 2 };
  const [first, second] = tryOut(environment, () => always(0), plan).lost.map((row) => row.at(-1) as number);
  expect(first).toBeGreaterThan(0.075 * 20_050 * 0.95);
  expect(first).toBeLessThan(0.075 * 20_050 * 1.05);
  expect(second).toBe(0);
  expect(evenLosses(environment)[0]).toBeCloseTo(0.25 * 0.2 + 0.75 * 0.05, 12);
  const even = tryOut(environment, uniformBandit, plan).lost.map((row) => (row.at(-1) as number) / 20_050);
  for (const [i, lost] of even.entries()) expect(lost).toBeCloseTo(evenLosses(environment)[i] as number, 2);
});

it("counts every impression once, the last batch included, and draws the same again", () => {
  const seen: number[] = [];
  const counting: Bandit = {
    ...always(1),
    learn: (batch) => seen.push(batch.flat().reduce((sum, { exposures }) => sum + exposures, 0)),
  };
  const plan = { impressions: 1_050, batch: 100, seeds: 1 };
  const { at, lost } = tryOut(environment, () => counting, plan);
  expect(seen).toEqual([...Array(10).fill(100), 50]);
  expect(at).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_050]);
  expect(lost).toEqual(tryOut(environment, () => always(1), plan).lost);
  expect(tryOut(environment, () => always(1), { impressions: 1, batch: 10, seeds: 2 }).lost).toHaveLength(2);
  expect(tryOut(environment, () => always(1), { impressions: 0, batch: 10, seeds: 2 }).at).toEqual([]);
});

it("summarises one value and several", () => {
  expect(summaryOf([3])).toEqual({ mean: 3, error: 0, p90: 3 });
  expect(summaryOf([1, 3])).toEqual({ mean: 2, error: 1, p90: 2.8 });
  expect(quantileOf([4, 1, 3, 2, 5], 0.5)).toBe(3);
});
