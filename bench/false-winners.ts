/**
 * How often is a winner declared that is none, and how many exposures does it take to declare one that is? Looks at the
 * counts 40 times, as the learner does. `node bench/false-winners.ts [tests] [seed]`; 1,000 take about three minutes.
 */
import { randomFrom } from "../core/random.ts";
import { exposuresNeeded } from "../experiments/power.ts";
import { type CellContest, type Declared, firstWinner } from "../experiments/worlds/contest.ts";

const LIMIT = 0.05;
const tests = Number(process.argv[2] ?? 1_000);
const seed = Number(process.argv[3] ?? 2_026);

const play = (contest: CellContest, contests = tests): (Declared | null)[] => {
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
  for (const [mode, challenge] of [
    ["ab", 0],
    ["bandit", 0],
    ["bandit", 0.1],
    ["bandit", 0.3],
  ] as const) {
    const between = Math.round(planned / 20);
    const found = play({ rates, mode, looks: 80, between, challenge }, fewer);
    const right = found.filter((one) => one?.arm === 0);
    const within = right.filter((one) => (one?.exposures ?? 0) <= planned * 1.0001).length / fewer;
    const name = mode === "ab" ? "ab" : `bandit, challenge ${challenge}`;
    const wrong = found.filter((one) => one && one.arm !== 0).length / fewer;
    console.log(
      `    ${name.padEnd(26)} in that time ${percent(within)}, in four times ${percent(right.length / fewer)}, the wrong one ${percent(wrong)}`,
    );
  }
}
