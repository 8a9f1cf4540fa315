import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { firstWinner } from "../worlds/contest.ts";
import { challenged } from "./challenge.ts";

const counts = (...clicks: number[]) => clicks.map((clicked) => ({ exposures: 1_000, clicks: clicked }));

it("gives the part to the rivals that are hardest to rule out, and none to the leader", () => {
  const shares = challenged([0.97, 0.01, 0.01, 0.01], counts(100, 90, 70, 20), 0.3);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(shares[0]).toBeCloseTo(0.7 * 0.97, 12);
  expect(shares[1]).toBeGreaterThan(shares[2] as number);
  expect(shares[3]).toBeCloseTo(0.7 * 0.01, 12); // long ruled out
});

it("leaves shares alone without a part, without rivals, and once all are ruled out", () => {
  for (const [shares, seen, part] of [
    [[0.9, 0.1], counts(100, 90), 0],
    [[1], counts(100), 0.3],
    [[], [], 0.3],
    [[0.99, 0.01], counts(200, 20), 0.3],
  ] as const)
    expect(challenged(shares, seen, part)).toEqual(shares);
  expect(() => challenged([1], counts(1), 1)).toThrow("part");
});

it("splits the part evenly among rivals of which nothing is known", () => {
  const nothing = Array.from({ length: 3 }, () => ({ exposures: 0, clicks: 0 }));
  const shares = challenged([1 / 3, 1 / 3, 1 / 3], nothing, 0.3);
  expect(shares[1]).toBeCloseTo(shares[2] as number, 12);
  expect(
    challenged(
      [0.5, 0.5],
      [
        { exposures: 9.5, clicks: 9.7 },
        { exposures: 0.2, clicks: 0 },
      ],
      0.3,
    ),
  ).toHaveLength(2);
});

it("proves a better arm that a bandit alone leaves unproven, and seldom one of equals", () => {
  const found = (rates: readonly number[], challenge: number, contests: number) => {
    const random = randomFrom(3);
    const contest = { rates, mode: "bandit", looks: 40, between: 1_000, exploration: 0.01, challenge } as const;
    return Array.from({ length: contests }, () => firstWinner(random, contest)?.arm);
  };
  const better = [0.08, 0.06, 0.06, 0.06];
  expect(found(better, 0, 15).filter((arm) => arm !== undefined).length).toBeLessThan(4);
  const proven = found(better, 0.3, 15);
  expect(proven.filter((arm) => arm === 0).length).toBeGreaterThan(10);
  expect(proven.filter((arm) => arm !== undefined && arm !== 0)).toEqual([]);
  expect(found([0.06, 0.06, 0.06], 0.3, 60).filter((arm) => arm !== undefined).length).toBeLessThanOrEqual(4);
});
