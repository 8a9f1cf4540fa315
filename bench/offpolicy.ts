/**
 * Coverage of the off-policy intervals on fresh synthetic logs with a known truth:
 *
 *   node bench/offpolicy.ts [REPLICATES=400]
 *
 * and the largest deviation of every estimate from the reference numbers, where their folder is given:
 *
 *   node bench/offpolicy.ts 0 FOLDER
 *
 * Logs are drawn evenly, as Open Bandit Pipeline's example does, and unevenly (shares from 0.30 down to 0.02).
 */
import type { LogRow } from "../core/log.ts";
import { randomFrom } from "../core/random.ts";
import { differenceInterval } from "../experiments/offpolicy/careful.ts";
import { normalEstimate, OffPolicy } from "../experiments/offpolicy/estimates.ts";
import { Moments } from "../experiments/offpolicy/moments.ts";
import { RewardModel } from "../experiments/offpolicy/reward-model.ts";
import { type Synthetic, syntheticLog, syntheticWorld } from "../experiments/offpolicy/synthetic.ts";
import { deviations } from "./offpolicy/deviations.ts";

type Target = { readonly name: string; readonly truth: number; shares(rates: readonly number[]): readonly number[] };

const SHARES = {
  even: Array.from({ length: 8 }, () => 1 / 8),
  uneven: [0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02],
};
const SIZES = [300, 1_000, 3_000, 10_000];
const COLUMNS = ["ips", "snips", "dr", "careful ips", "careful snips", "careful dr", "difference", "careful diff."];
const PLACE = { contest: "", segment: "", cell: "" };
const UNIFORM = SHARES.even;

const highestOf = (rates: readonly number[]): number => rates.indexOf(Math.max(...rates));
const mixed = (best: number, even: number): number[] =>
  UNIFORM.map((share, arm) => even * share + (arm === best ? 1 - even : 0));

/** What each arm, the best arm and all arms alike earn in truth: means over many contexts. */
function truths(world: Synthetic) {
  const random = randomFrom(99);
  const means = new Array<number>(world.arms).fill(0);
  let most = 0;
  const contexts = 200_000;
  for (let i = 0; i < contexts; i++) {
    const rates = world.rates(world.context(random));
    most += Math.max(...rates) / contexts;
    for (const [arm, rate] of rates.entries()) means[arm] = (means[arm] as number) + rate / contexts;
  }
  return { means, most, even: means.reduce((sum, mean) => sum + mean, 0) / world.arms };
}

/** The intervals of one log in the order of `COLUMNS`, as `evaluate` gives them; the last two are of the difference. */
function intervalsOf(log: readonly LogRow[], model: RewardModel, { shares }: Target) {
  const [sums, logged, difference] = [new OffPolicy(), new OffPolicy(), new Moments()];
  for (const [row, { action, reward, propensity, true_ctr: rates = [] }] of log.entries()) {
    const expect = model.expect(row, PLACE);
    const target = shares(rates);
    const predicted = expect(Number(action));
    const expected = target.reduce((sum, share, arm) => sum + (share > 0 ? share * expect(arm) : 0), 0);
    const weight = (target[Number(action)] as number) / propensity;
    sums.add({ weight, reward, predicted, expected });
    logged.add({ weight: 1, reward, predicted, expected: predicted });
    difference.add(expected + weight * (reward - predicted) - reward);
  }
  const [own, other] = [sums.estimates, logged.estimates];
  const between = normalEstimate(difference.mean, difference.error);
  const sides = [own, other].map(({ dr, careful }) => ({ ...dr, ...careful.dr })) as [typeof own.dr, typeof own.dr];
  const { ips, snips, dr, careful, ess } = own;
  const careful3 = [careful.ips, careful.snips, careful.dr];
  return { ess, list: [ips, snips, dr, ...careful3, between, differenceInterval(...sides, between.se)] };
}

function coverage(replicates: number): void {
  const world = syntheticWorld(1);
  const { means, most, even } = truths(world);
  const best = highestOf(means);
  const targets: readonly Target[] = [
    { name: "uniform", truth: even, shares: () => UNIFORM },
    { name: "optimal", truth: most, shares: (rates) => mixed(highestOf(rates), 0) },
    { name: "best single arm", truth: means[best] as number, shares: () => mixed(best, 0) },
    { name: "optimal, 20 % even", truth: 0.8 * most + 0.2 * even, shares: (rates) => mixed(highestOf(rates), 0.2) },
  ];
  console.log(`share of ${replicates} logs whose 95 % interval holds the truth`);
  console.log("asked: 0.92 to 0.97 for ips, snips and dr on fresh logs (of 10,000 rows, as the reference's are)");
  console.log(["log", "rows", "policy".padEnd(18), "ess", ...COLUMNS].join("\t"));
  for (const [name, shares] of Object.entries(SHARES)) {
    const shown = shares.reduce((sum, share, arm) => sum + share * (means[arm] as number), 0);
    for (const rows of SIZES) {
      const covered = targets.map(() => COLUMNS.map(() => 0));
      const ess = targets.map(() => 0);
      for (let seed = 0; seed < replicates; seed++) {
        const log = [...syntheticLog(world, { rows, shares, seed })];
        const model = new RewardModel();
        for (const [row, { action, reward }] of log.entries()) model.learn(row, PLACE, Number(action), reward);
        for (const [t, target] of targets.entries()) {
          const found = intervalsOf(log, model, target);
          ess[t] = (ess[t] as number) + found.ess / replicates;
          for (const [i, { low, high }] of found.list.entries()) {
            const truth = i < 6 ? target.truth : target.truth - shown;
            if (low <= truth && truth <= high)
              (covered[t] as number[])[i] = ((covered[t] as number[])[i] as number) + 1;
          }
        }
      }
      for (const [t, target] of targets.entries()) {
        const cells = (covered[t] as number[]).map((count) => (count / replicates).toFixed(3));
        console.log([name, rows, target.name.padEnd(18), (ess[t] as number).toFixed(0), ...cells].join("\t"));
      }
    }
  }
}

const [replicates = "400", folder] = process.argv.slice(2);
if (Number(replicates) > 0) coverage(Number(replicates));
if (folder !== undefined) await deviations(folder);
