/**
 * How often does a confidence sequence that is looked at again and again leave out the truth, and how soon does it find a
 * difference? Two arms, equal split. `node bench/peeking.ts [simulations] [seed]`; 10,000 take two minutes. A second number is the seed.
 */
import { type Random, randomFrom } from "../core/random.ts";
import { binomial } from "../experiments/draws.ts";
import { type Duel, duelOf, scoreOf, turned } from "../experiments/sequences/duel.ts";
import { type Mixture, OPEN_END, plannedFor } from "../experiments/sequences/mixture.ts";
import { boundsAt } from "../experiments/sequences/planned.ts";
import { logEvidenceAbove } from "../experiments/sequences/sequence.ts";

const EXPOSURES = 50_000;
const ALPHA = 0.05;
const simulations = Number(process.argv[2] ?? 10_000);

/** Whether the rate ratio `asked` is left out by what has come at a look, counted from 0. */
type Method = (duels: readonly Duel[], asked: number, look: number) => boolean;
type Test = { readonly rate: number; readonly ratio: number; readonly looks: number };

/** A confidence sequence. */
const sequence =
  (mixture: Mixture): Method =>
  (duels, asked) =>
    logEvidenceAbove(duels, asked, mixture) >= Math.log(2 / ALPHA) ||
    logEvidenceAbove(turned(duels), 1 / asked, mixture) >= Math.log(2 / ALPHA);

/** A group-sequential test: the looks and the end are planned. */
function plannedLooks(looks: number): Method {
  const bounds = boundsAt(
    Array.from({ length: looks }, (_, look) => (look + 1) / looks),
    ALPHA,
  );
  return (duels, asked, look) => Math.abs(scoreOf(duels, asked)) >= (bounds[look] as number);
}

function everLeavesOut(random: Random, { rate, ratio, looks }: Test, method: Method, asked: number): boolean {
  let [exposures, clicks, rivalClicks] = [0, 0, 0];
  for (let look = 0; look < looks; look++) {
    const more = Math.round((EXPOSURES * (look + 1)) / looks) - exposures;
    exposures += more;
    clicks += binomial(random, more, rate * ratio);
    rivalClicks += binomial(random, more, rate);
    const duel = duelOf({ exposures, clicks }, { exposures, clicks: rivalClicks });
    if (duel && method([duel], asked, look)) return true;
  }
  return false;
}

function share(test: Test, method: Method, asked: number): number {
  const random = randomFrom(seed++);
  let left = 0;
  for (let n = 0; n < simulations; n++) if (everLeavesOut(random, test, method, asked)) left++;
  return left / simulations;
}

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`.padStart(12);
// Two arms at 2 %, as one would plan.
const planned = sequence(plannedFor(2 * EXPOSURES * 0.02, ALPHA));
const openEnd = sequence(OPEN_END);
const row = (name: string, values: readonly number[]) => console.log(name.padEnd(34), ...values.map(percent));

console.log(`${simulations} simulations each, ${EXPOSURES} impressions an arm, alpha ${ALPHA}`);
console.log("sequence: of a planned size; open: without a plan; looks: planned looks; then the limit\n");
console.log("ever leaves out the truth (at most)    sequence         open        looks        limit");
let seed = Number(process.argv[3] ?? 1);
const worlds = [
  [0.01, 1],
  [0.03, 1],
  [0.02, 1.2],
  [0.3, 1],
] as const;
for (const [rate, ratio] of worlds)
  for (const looks of [20, 100, 500]) {
    const found = [planned, openEnd, plannedLooks(looks)].map((method) => share({ rate, ratio, looks }, method, ratio));
    row(`rate ${rate}, ratio ${ratio}, ${looks} looks`, [...found, 0.05]);
  }
console.log("\nfinds a difference (at least)          sequence         open        looks      sequence, looks");
for (const [ratio, least] of [
  [1.1, [0.31, 0.57]],
  [1.2, [0.93, 0.98]],
] as const) {
  const test = { rate: 0.02, ratio, looks: 50 };
  row(`rate 0.02, ratio ${ratio}, 50 looks`, [
    ...[planned, openEnd, plannedLooks(50)].map((method) => share(test, method, 1)),
    ...least,
  ]);
}
