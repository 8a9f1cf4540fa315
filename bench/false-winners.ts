/**
 * How often is a winner declared that is none, and how many exposures does it take to declare one that is? Looks at the
 * counts 40 times, as the learner does. `node bench/false-winners.ts [tests] [seed]`; 1,000 take about three minutes.
 */
import { CreativeId } from "../core/creative.ts";
import { type Random, randomFrom } from "../core/random.ts";
import { marqueeShares } from "../experiments/bandit/marquee.ts";
import { binomial, multinomial } from "../experiments/draws.ts";
import { exposuresNeeded } from "../experiments/power.ts";
import { type ArmCounts, type Batch, judge, possibleWinner, WINNER_RULE } from "../experiments/winner.ts";

const LIMIT = 0.05;
const tests = Number(process.argv[2] ?? 1_000);
const seed = Number(process.argv[3] ?? 2_026);

type Mode = "bandit" | "ab";
type Contest = {
  readonly rates: readonly number[];
  readonly mode: Mode;
  readonly looks: number;
  readonly between: number;
  /** Share that the bandit spreads evenly. */
  readonly exploration?: number;
};
type Found = { readonly arm: number; readonly exposures: number } | null;

const idOf = (arm: number): CreativeId => CreativeId.parse(`crv_${arm.toString(16).padStart(16, "0")}`);

/** The first winner of one contest, under the product's own shares. */
function firstWinner(random: Random, { rates, mode, looks, between, exploration = 0.02 }: Contest): Found {
  const arms = rates.map((_, arm) => ({ creativeId: idOf(arm), exposures: 0, clicks: 0 }));
  const batches: Batch[] = [];
  const open = rates.map(() => true);
  for (let look = 1; look <= looks; look++) {
    const learned = marqueeShares([arms], open, { exploration, leastEvidence: 100 })[0] as readonly number[];
    const shown = multinomial(random, between, mode === "ab" ? rates.map(() => 1 / rates.length) : learned);
    const batch = new Map<CreativeId, { exposures: number; clicks: number }>();
    for (const [arm, counts] of arms.entries()) {
      const exposures = shown[arm] as number;
      const clicks = binomial(random, exposures, rates[arm] as number);
      batch.set(counts.creativeId, { exposures, clicks });
      counts.exposures += exposures;
      counts.clicks += clicks;
    }
    batches.push(batch);
    const leader = winnerOf(arms, batches);
    if (leader !== null) return { arm: arms.findIndex((arm) => arm.creativeId === leader), exposures: look * between };
  }
  return null;
}

function winnerOf(arms: readonly ArmCounts[], batches: readonly Batch[]): CreativeId | null {
  if (possibleWinner(arms, WINNER_RULE, { batches }) === null) return null;
  const verdict = judge(arms, WINNER_RULE, { batches });
  return verdict.kind === "winner" ? verdict.leader : null;
}

const play = (contest: Contest, contests = tests): Found[] => {
  const random = randomFrom(seed + contest.rates.length);
  return Array.from({ length: contests }, () => firstWinner(random, contest));
};
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(7);
const equal = (arms: number, rate: number): number[] => Array.from({ length: arms }, () => rate);

console.log(`${tests} tests, 40 looks; a winner that is none in at most ${percent(LIMIT)}\n`);
console.log("equal arms   rate  between looks   bandit       ab");
for (const arms of [2, 4, 6, 10])
  for (const [rate, between] of [
    [0.05, 250],
    [0.05, 5_000],
    [0.01, 1_000],
    [0.3, 40],
    [0.02, 10],
  ] as const) {
    const found = (["bandit", "ab"] as const).map((mode) => {
      const wrong = play({ rates: equal(arms, rate), mode, looks: 40, between }).filter((one) => one !== null).length;
      return percent(wrong / tests);
    });
    console.log(`${arms}`.padStart(10), `${rate}`.padStart(6), `${between}`.padStart(14), " ", ...found);
  }

console.log("\nthe two best of four are equal (0.05, 0.05, 0.03, 0.03), 1,000 between looks");
for (const mode of ["bandit", "ab"] as const) {
  const wrong = play({ rates: [0.05, 0.05, 0.03, 0.03], mode, looks: 40, between: 1_000 }).filter(
    (one) => one !== null,
  );
  console.log(`  ${mode}: a winner in ${percent(wrong.length / tests)}`);
}

console.log("\none is better, 0.06 against 0.05: exposures until it is declared");
const fewer = Math.max(1, Math.round(tests / 5));
for (const arms of [2, 4]) {
  const rates = [0.06, ...equal(arms - 1, 0.05)];
  const planned = arms * exposuresNeeded(arms, { baseRate: 0.05, lift: 0.2, power: 0.8 });
  console.log(`  ${arms} arms; the planner says ${planned} for power 0.8`);
  for (const [mode, exploration] of [
    ["ab", 0.02],
    ["bandit", 0.02],
    ["bandit", 0.1],
    ["bandit", 0.3],
  ] as const) {
    const between = Math.round(planned / 20);
    const found = play({ rates, mode, looks: 80, between, exploration }, fewer);
    const right = found.filter((one) => one?.arm === 0);
    const within = right.filter((one) => (one?.exposures ?? 0) <= planned * 1.0001).length / fewer;
    const name = mode === "ab" ? "ab" : `bandit, exploration ${exploration}`;
    const wrong = found.filter((one) => one && one.arm !== 0).length / fewer;
    console.log(
      `    ${name.padEnd(26)} in that time ${percent(within)}, in four times ${percent(right.length / fewer)}, the wrong one ${percent(wrong)}`,
    );
  }
}
