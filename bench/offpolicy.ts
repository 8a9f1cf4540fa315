/**
 * Coverage of the off-policy intervals on fresh synthetic logs with a known truth:
 *
 *   node bench/offpolicy.ts [REPLICATES=400]
 *
 * Logs are drawn evenly, as Open Bandit Pipeline's example does, and unevenly (shares from 0.30 down to 0.02).
 */
import { randomFrom } from "../core/random.ts";
import type { Decision } from "../experiments/offpolicy/census.ts";
import { evaluate } from "../experiments/offpolicy/evaluate.ts";
import type { Policy } from "../experiments/offpolicy/policy.ts";
import { type Synthetic, syntheticLog, syntheticWorld } from "../experiments/offpolicy/synthetic.ts";
import { always, fixed, logged, uniform } from "../experiments/offpolicy/textbook.ts";

const SHARES = {
  even: Array.from({ length: 8 }, () => 1 / 8),
  uneven: [0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02],
};
const SIZES = [300, 1_000, 3_000, 10_000];
const LIMITS = "asked: 0.92 to 0.97 for ips, snips and dr at 10,000 rows";
const COLUMNS = ["ips", "snips", "dr", "careful ips", "careful snips", "careful dr", "difference", "careful diff."];

const highestOf = (rates: readonly number[]): number => rates.indexOf(Math.max(...rates));
const optimal = (epsilon: number): Policy =>
  fixed(epsilon === 0 ? "optimal" : "optimal, 20 % even", ({ open, logged }: Decision) => {
    const best = highestOf(logged.true_ctr ?? []);
    return open.map((arm) => epsilon / open.length + (arm === best ? 1 - epsilon : 0));
  });

/** What each policy earns in truth: the mean over many contexts. */
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
  const even = means.reduce((sum, mean) => sum + mean, 0) / world.arms;
  return { means, most, even };
}

const replicates = Number(process.argv[2] ?? 400);
const world = syntheticWorld(1);
const { means, most, even } = truths(world);
const best = highestOf(means);
const candidates: readonly (readonly [Policy, number])[] = [
  [uniform, even],
  [optimal(0), most],
  [always(`${best}`), means[best] as number],
  [optimal(0.2), 0.8 * most + 0.2 * even],
];

console.log(`${replicates} logs a line; ${LIMITS}`);
console.log(["log", "rows", "policy".padEnd(20), "ess", ...COLUMNS].join("\t"));
for (const [name, shares] of Object.entries(SHARES)) {
  const shown = shares.reduce((sum, share, arm) => sum + share * (means[arm] as number), 0);
  for (const rows of SIZES) {
    for (const [policy, truth] of candidates) {
      const covered = COLUMNS.map(() => 0);
      let ess = 0;
      for (let replicate = 0; replicate < replicates; replicate++) {
        const log = [...syntheticLog(world, { rows, shares, seed: replicate })];
        const { estimates, difference } = await evaluate(() => log, { policy, baseline: logged, seed: 1 });
        const { ips, snips, dr, careful } = estimates;
        ess += estimates.ess / replicates;
        const intervals = [ips, snips, dr, careful.ips, careful.snips, careful.dr];
        for (const [i, { low, high }] of intervals.entries()) if (low <= truth && truth <= high) count(covered, i);
        for (const [i, { low, high }] of [difference, difference.careful].entries())
          if (low <= truth - shown && truth - shown <= high) count(covered, intervals.length + i);
      }
      const cells = covered.map((count) => (count / replicates).toFixed(3));
      console.log([name, rows, policy.name.padEnd(20), ess.toFixed(0), ...cells].join("\t"));
    }
  }
}

function count(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
