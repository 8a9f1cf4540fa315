import { randomFrom } from "../core/random.ts";
import { logitOf } from "./beta.ts";
import { normalQuantile } from "./normal.ts";
import { WINNER_RULE, type WinnerRule } from "./winner.ts";

/** What a contest is to find out. */
export type Aim = {
  /** Click rate of an ordinary arm, 0..1, both excluded. */
  readonly baseRate: number;
  /** How much better the best arm is, as a share of that rate, > 0: 0.2 is a fifth. */
  readonly lift: number;
  /** Probability of declaring it, 0.5..1, 1 excluded. */
  readonly power: number;
};

/** More arms than this are not planned for one title. */
export const MOST_ARMS = 65;

/** More exposures than this are not planned for an arm. */
const MOST_EXPOSURES = 1e13;

/**
 * Exposures that each of `arms` arms needs until this service's own winner rule declares the one that is better by the
 * aim's lift, with the aim's probability, with traffic split evenly.
 *
 * Scores are taken as normal: against each rival the leader's has the mean effect sqrt(information), where an exposure of
 * both carries rate (1 - rate) / 2, and chance moves all of them together through the leader. What the least lucky of its
 * leads must be is drawn once, from a fixed seed; the exposures follow by bisection, such that the evidence of that lead
 * reaches what the rule's sequence asks. The rule's least exposures hold too. One look at the end is taken; looking more
 * often finds it a little sooner. A bandit sends rivals less traffic as it learns: it loses less and proves later.
 *
 * @param arms whole number, 2 or more
 * @returns a finite whole number
 * @throws RangeError for an aim outside its ranges, or fewer than two arms
 */
export function exposuresNeeded(arms: number, aim: Aim, rule: WinnerRule = WINNER_RULE): number {
  const { baseRate, lift, power } = aim;
  const better = baseRate * (1 + lift);
  if (!(Number.isInteger(arms) && arms >= 2)) throw new RangeError(`a contest has two arms or more, not ${arms}`);
  if (!(baseRate > 0 && baseRate < 1)) throw new RangeError(`a base rate lies in 0..1, not ${baseRate}`);
  if (!(lift > 0)) throw new RangeError(`a lift is more than 0, not ${lift}`);
  if (!(better < 1)) throw new RangeError(`a lift of ${lift} over ${baseRate} would be a click rate of ${better}`);
  if (!(power >= 0.5 && power < 1)) throw new RangeError(`power lies in 0.5..1, not ${power}`);
  const luck = leastLuck(arms, power) / Math.SQRT2;
  const rate = (baseRate + better) / 2;
  const perExposure = (rate * (1 - rate)) / 2;
  const effect = logitOf(better) - logitOf(baseRate);
  const declares = (exposures: number) => {
    const root = Math.sqrt(perExposure * exposures);
    return evidenceOf(effect * root + luck, root, rule) >= Math.log(2 / rule.alpha);
  };
  let [few, enough] = [0, 1];
  while (!declares(enough) && enough < MOST_EXPOSURES) [few, enough] = [enough, 2 * enough];
  while (enough - few > Math.max(1, enough * 1e-6)) {
    const middle = (few + enough) / 2;
    if (declares(middle)) enough = middle;
    else few = middle;
  }
  return Math.max(rule.exposures, Math.ceil(enough));
}

/** ln of the mixture's stake at a score of z, where the log ratio's information is `root` squared. */
function evidenceOf(z: number, root: number, { mixture }: WinnerRule): number {
  const logs = mixture.map(({ effect, weight }) => Math.log(weight) + effect * root * (z - (effect * root) / 2));
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

const CONTESTS = 2_000;
const known = new Map<string, number>();

/** What chance adds to the least of the leader's leads, in standard errors of one rate; less in all but `power` of contests. */
function leastLuck(arms: number, power: number): number {
  const key = `${arms} ${power}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const random = randomFrom(arms);
  const draw = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
  const luck = Float64Array.from({ length: CONTESTS }, () => {
    const own = draw();
    let most = Number.NEGATIVE_INFINITY;
    for (let rival = 1; rival < arms; rival++) most = Math.max(most, draw());
    return own - most;
  }).sort();
  const found = luck[Math.floor((1 - power) * CONTESTS)] as number;
  known.set(key, found);
  return found;
}

/** The most arms, 0 or 2..MOST_ARMS, among which that many exposures separate the best. */
export function separableArms(exposures: number, aim: Aim, rule: WinnerRule = WINNER_RULE): number {
  const fits = (arms: number) => arms * exposuresNeeded(arms, aim, rule) <= exposures;
  if (!fits(2)) return 0;
  let low = 2;
  let high = MOST_ARMS;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The smallest lift of the best arm that so many exposures of each arm find with the power asked, as a share of the base
 * rate; `null` where even a click rate of 1 is not found.
 */
export function smallestLift(
  arms: number,
  exposures: number,
  aim: Omit<Aim, "lift">,
  rule: WinnerRule = WINNER_RULE,
): number | null {
  const finds = (lift: number) => exposuresNeeded(arms, { ...aim, lift }, rule) <= exposures;
  let [small, large] = [0, (1 - 1e-9) / aim.baseRate - 1];
  if (!finds(large)) return null;
  for (let step = 0; step < 60 && large - small > 1e-6 * large; step++) {
    const middle = (small + large) / 2;
    if (finds(middle)) large = middle;
    else small = middle;
  }
  return large;
}
