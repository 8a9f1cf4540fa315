import { drawFrom, type Lot } from "./lot.ts";
import { pointOf } from "./point.ts";

/** Secret words that make unrelated lots of one hash of user and title. */
export type DrawSalts = Readonly<
  Record<"lotHigh" | "lotLow" | "noveltyHigh" | "noveltyLow" | "rowHigh" | "rowLow", number>
>;

/** What a draw turns on besides its lot. */
export type DrawTerms = {
  /** A keyed hash of user and title, or 64 random bits. */
  readonly high: number;
  readonly low: number;
  /** Share of draws that go outside the habit, 0..1. */
  readonly novelty: number;
  /** Of the draw; novelty is drawn once a day. */
  readonly day: number;
  /** How much each arm of the lot is wished for beside its neighbours in a row, > 0; `null`: no row. */
  readonly wishes: ArrayLike<number> | null;
};

/** `arm` is an index of the lot, and `propensity` the probability with which all of it together gives that arm. */
export type Drawn = { readonly arm: number; readonly propensity: number; readonly basis: "policy" | "novelty" | "row" };

// Reused, so that a draw allocates nothing but its answer.
let policy = new Float64Array(64);
let row = new Float64Array(64);

/**
 * Draws an arm: by the policy, now and then outside its habit, and in a row turned towards what its neighbours are not.
 * The same terms give the same arm.
 */
export function draw(lot: Lot, terms: DrawTerms, salts: DrawSalts): Drawn {
  const first = drawPolicy(lot, terms, salts);
  return terms.wishes && lot.eligible.length > 1 ? turn(lot, first, terms, terms.wishes, salts) : first;
}

function drawPolicy(lot: Lot, terms: DrawTerms, salts: DrawSalts): Drawn {
  const { high, low, novelty } = terms;
  const { outside, chances } = lot;
  const arm = drawFrom(lot, high, low, salts.lotHigh, salts.lotLow);
  if (novelty <= 0 || outside.length === 0) return { arm, propensity: chances[arm] as number, basis: "policy" };
  const roll = pointOf(high, low, salts.noveltyHigh ^ Math.imul(terms.day, 0x9e3779b1), salts.noveltyLow);
  if (roll >= novelty) return { arm, propensity: mixed(lot, arm, novelty), basis: "policy" };
  const novel = outside[Math.floor((roll / novelty) * outside.length)] as number;
  return { arm: novel, propensity: mixed(lot, novel, novelty), basis: "novelty" };
}

/** The probability that policy and novelty together give an arm; novelty draws evenly from those outside the habit. */
function mixed({ outside, chances }: Lot, arm: number, novelty: number): number {
  if (novelty <= 0 || outside.length === 0) return chances[arm] as number;
  return (1 - novelty) * (chances[arm] as number) + (outside.includes(arm) ? novelty / outside.length : 0);
}

/**
 * Turns a draw with probabilities p into one with probabilities q, p times the wishes and brought to 1, such that the
 * fewest draws change: an arm that q gives less often is left as often as it must be, for one that q gives more often.
 * This is the maximal coupling of p and q, so q is the true probability of what is served.
 */
function turn(lot: Lot, first: Drawn, terms: DrawTerms, wishes: ArrayLike<number>, salts: DrawSalts): Drawn {
  const { eligible } = lot;
  if (policy.length < lot.ids.length)
    [policy, row] = [new Float64Array(lot.ids.length), new Float64Array(lot.ids.length)];
  let total = 0;
  for (const arm of eligible) {
    policy[arm] = mixed(lot, arm, terms.novelty);
    row[arm] = (policy[arm] as number) * (wishes[arm] as number);
    total += row[arm] as number;
  }
  let gained = 0;
  for (const arm of eligible) {
    row[arm] = (row[arm] as number) / total;
    gained += Math.max(0, (row[arm] as number) - (policy[arm] as number));
  }
  // All are wished for alike.
  if (gained < 1e-12) return first;
  const arm = follow(eligible, first.arm, gained, pointOf(terms.high, terms.low, salts.rowHigh, salts.rowLow));
  return { arm, propensity: row[arm] as number, basis: "row" };
}

/** @param point in 0..1, of its own */
function follow(eligible: readonly number[], arm: number, gained: number, point: number): number {
  const stays = (row[arm] as number) / (policy[arm] as number);
  if (point < stays) return arm;
  let left = ((point - stays) / (1 - stays)) * gained;
  let last = arm;
  for (const other of eligible) {
    const gain = (row[other] as number) - (policy[other] as number);
    if (gain <= 0) continue;
    last = other;
    left -= gain;
    if (left < 0) break;
  }
  return last;
}
