import { randomFrom } from "../core/random.ts";
import { normalQuantile, normalTail } from "./normal.ts";
import { probabilityNeeded, WINNER_RULE, type WinnerRule } from "./winner.ts";

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

/**
 * Exposures that each of `arms` arms needs until this service's own winner rule declares the one that is better by the
 * aim's lift, with the aim's probability, looked at once at the end and with traffic split evenly.
 *
 * Click rates are taken as normal. With the leader d standard errors ahead of every rival, its doubt of being best is
 * the sum of its doubts against each (Boole's inequality, close where doubts are small); d is found by bisection, such
 * that the share `power` of 500 contests, drawn once from a fixed seed, ends within the doubt that the rule allows.
 * The rule's least exposures hold too. A bandit sends rivals less traffic as it learns, and looks more often, which the
 * rule itself pays for.
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
  const ahead = standardErrorsAhead(arms, power, 1 - probabilityNeeded(rule, arms));
  const variance = (baseRate * (1 - baseRate) + better * (1 - better)) / 2;
  return Math.max(rule.exposures, Math.ceil((ahead * ahead * variance) / (better - baseRate) ** 2));
}

const CONTESTS = 500;
const known = new Map<string, number>();

/** How far ahead, in standard errors of one rate, the best arm must be. */
function standardErrorsAhead(arms: number, power: number, doubt: number): number {
  const key = `${arms} ${power} ${doubt}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const random = randomFrom(arms);
  const draw = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
  // What chance adds to the leader's lead over each rival.
  const luck = Array.from({ length: CONTESTS }, () => {
    const own = draw();
    return Float64Array.from({ length: arms - 1 }, () => own - draw());
  });
  const declared = (ahead: number) =>
    luck.filter((leads) => leads.reduce((sum, lead) => sum + normalTail((ahead + lead) / Math.SQRT2), 0) <= doubt)
      .length;
  let low = 0;
  let high = 40;
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (declared(middle) >= power * CONTESTS) high = middle;
    else low = middle;
  }
  known.set(key, high);
  return high;
}

/** The most arms, 0 or 2..MOST_ARMS, among which that many exposures separate the best. */
export function separableArms(exposures: number, aim: Aim, rule: WinnerRule = WINNER_RULE): number {
  const fits = (arms: number) => arms * exposuresNeeded(arms, aim, rule) <= exposures;
  // Fewer rivals need more certainty each, so two arms may be harder than three; from four on, more arms need more.
  if (!fits(4)) return [3, 2].find(fits) ?? 0;
  let low = 4;
  let high = MOST_ARMS;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
