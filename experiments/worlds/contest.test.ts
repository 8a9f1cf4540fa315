import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { exposuresNeeded } from "../power.ts";
import { type CellContest, firstWinner } from "./contest.ts";

const play = (contests: number, contest: CellContest) => {
  const random = randomFrom(contest.rates.length);
  return Array.from({ length: contests }, () => firstWinner(random, contest));
};
const declared = (contests: number, contest: CellContest) =>
  play(contests, contest).filter((one) => one !== null).length / contests;

// `bench/false-winners.ts` finds 1 % or less in each; of 60 tests at 1 %, more than 3 have one in one of 300 cases.
it.each(["ab", "bandit"] as const)("names hardly ever a winner among equal arms in 40 looks: %s", (mode) => {
  for (const rates of [
    [0.05, 0.05],
    [0.05, 0.05, 0.03, 0.03],
  ])
    expect(declared(60, { rates, mode, looks: 40, between: 600 })).toBeLessThanOrEqual(0.05);
});

it("names the better arm in about the exposures that the planner says, and no other", () => {
  const planned = 2 * exposuresNeeded(2, { baseRate: 0.05, lift: 0.4, power: 0.8 });
  const found = play(60, { rates: [0.07, 0.05], mode: "ab", looks: 20, between: Math.round(planned / 20) });
  expect(found.filter((one) => one?.arm === 0).length / 60).toBeGreaterThan(0.7);
  expect(found.filter((one) => one?.arm === 1)).toEqual([]);
});

it("sees an obvious winner early, with one look too", () => {
  const found = play(20, { rates: [0.4, 0.05], mode: "bandit", looks: 1, between: 2_000 });
  expect(found.every((one) => one?.arm === 0 && one.exposures === 2_000)).toBe(true);
});
