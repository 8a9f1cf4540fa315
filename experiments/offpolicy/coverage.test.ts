import { expect, it } from "vitest";
import type { LogRow } from "../../core/log.ts";
import { randomFrom } from "../../core/random.ts";
import { type Estimates, OffPolicy } from "./estimates.ts";
import { RewardModel } from "./reward-model.ts";
import { syntheticLog, syntheticWorld } from "./synthetic.ts";

const PLACE = { contest: "", segment: "", cell: "" };

/** What the arm that is best in truth would have earned: `evaluate`, without its passes. */
function estimatesOf(log: readonly LogRow[]): Estimates {
  const model = new RewardModel();
  for (const [row, { action, reward }] of log.entries()) model.learn(row, PLACE, Number(action), reward);
  const sums = new OffPolicy();
  for (const [row, { action, reward, propensity, true_ctr: rates = [] }] of log.entries()) {
    const expect = model.expect(row, PLACE);
    const best = rates.indexOf(Math.max(...rates));
    const weight = action === best ? 1 / propensity : 0;
    sums.add({ weight, reward, predicted: expect(Number(action)), expected: expect(best) });
  }
  return sums.estimates;
}

/** `bench/offpolicy.ts` has the whole table; these are two lines of it. */
async function coverage(rows: number, shares: readonly number[], replicates: number) {
  const world = syntheticWorld(1);
  const random = randomFrom(99);
  let truth = 0;
  for (let i = 0; i < 50_000; i++) truth += Math.max(...world.rates(world.context(random))) / 50_000;
  const covered = { ips: 0, snips: 0, dr: 0, careful: 0 };
  for (let seed = 0; seed < replicates; seed++) {
    const { ips, snips, dr, careful } = estimatesOf([...syntheticLog(world, { rows, shares, seed })]);
    for (const [name, { low, high }] of Object.entries({ ips, snips, dr, careful: careful.dr }))
      if (low <= truth && truth <= high) covered[name as keyof typeof covered] += 1 / replicates;
  }
  return covered;
}

it("covers the truth in 92 to 97 of a hundred logs", async () => {
  const even = new Array<number>(8).fill(1 / 8);
  const { ips, snips, dr } = await coverage(4_000, even, 200);
  for (const share of [ips, snips, dr]) {
    expect(share).toBeGreaterThanOrEqual(0.92);
    expect(share).toBeLessThanOrEqual(0.97);
  }
});

it("covers it on thin and uneven logs by the careful interval alone", async () => {
  const { dr, careful } = await coverage(500, [0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02], 300);
  expect(dr).toBeLessThan(0.85);
  expect(careful).toBeGreaterThanOrEqual(0.93);
});
