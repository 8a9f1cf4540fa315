/**
 * Do intervals hold the truth after a policy chose what was seen? Contests of known rates are collected by the product's
 * own policy, and arms' rates, their lift over the control and the leader's lift are estimated as reports do, beside
 * plain means. `node bench/coverage.ts [simulations a case]`
 */
import { type Coverage, type CoverageCase, coverageOf } from "../experiments/effects/testing/coverage.ts";

const SIMULATIONS = Number(process.argv[2] ?? 1_000);
const SEED = 2_026;

const CASES: Record<string, CoverageCase> = {
  "4 equal arms at 5 %": { rates: [0.05, 0.05, 0.05, 0.05], exploration: 0.02, batches: 40, size: 500 },
  "4 equal arms at 5 %, more exploration": {
    rates: [0.05, 0.05, 0.05, 0.05],
    exploration: 0.05,
    batches: 40,
    size: 500,
  },
  "4 arms, 4 to 6 %": { rates: [0.05, 0.05, 0.06, 0.04], exploration: 0.02, batches: 40, size: 500 },
  "3 equal arms at 2 %": { rates: [0.02, 0.02, 0.02], exploration: 0.05, batches: 40, size: 1_000 },
  "2 arms, 1 %": { rates: [0.01, 0.01], exploration: 0.05, batches: 40, size: 1_000 },
  "6 arms, 15 to 25 %": { rates: [0.2, 0.2, 0.25, 0.15, 0.22, 0.2], exploration: 0.02, batches: 100, size: 200 },
  "4 equal arms, 5 % held out": {
    rates: [0.05, 0.05, 0.05, 0.05],
    exploration: 0.05,
    batches: 40,
    size: 500,
    holdout: 0.05,
  },
  "4 arms, 5 % held out": {
    rates: [0.05, 0.05, 0.06, 0.04],
    exploration: 0.02,
    batches: 40,
    size: 1_000,
    holdout: 0.05,
  },
};

const percent = (value: number) => `${(100 * value).toFixed(2)} %`.padStart(9);
const line = (name: string, { rate, rateBias, lift, liftBias, leader, leaderBias, falseRejections, told }: Coverage) =>
  console.log(
    `  ${name.padEnd(9)}`,
    ...[rate, rateBias, lift, liftBias, leader, leaderBias, falseRejections, told].map((value) => percent(value)),
  );

console.log(
  `${SIMULATIONS} simulations a case. Asked: coverage 94 to 96 %, bias under 0.5 %, false rejections at most 6 %.`,
);
console.log("             rate held   bias  lift held    bias  leader held  bias   false rejections  leaders told");
const all: Coverage[] = [];
const plainly: Coverage[] = [];
for (const [name, plan] of Object.entries(CASES)) {
  const { weighted, naive } = coverageOf(plan, SIMULATIONS, SEED);
  all.push(weighted);
  plainly.push(naive);
  console.log(name);
  line("weighted", weighted);
  line("plain", naive);
}
// Leaders count where they are told as a rule; the few others were picked by what was seen.
const known = (one: Coverage): Coverage =>
  one.told < 0.5 ? { ...one, leader: Number.NaN, leaderBias: Number.NaN } : one;
const mean = (list: readonly Coverage[]): Coverage =>
  Object.fromEntries(
    Object.keys(list[0] as Coverage).map((key) => {
      const values = list.map((one) => known(one)[key as keyof Coverage]).filter((value) => !Number.isNaN(value));
      return [key, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  ) as unknown as Coverage;
console.log("mean over the cases");
line("weighted", mean(all));
line("plain", mean(plainly));
