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
  /**
   * The arm that the user has, where leaving what the policy gives and coming back is more than the user's budget of
   * changes allows: novelty and rows then keep it, and turn to no other. -1: they are free.
   */
  readonly bound: number;
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
  const { high, low, novelty, bound } = terms;
  const { outside, chances } = lot;
  const arm = drawFrom(lot, high, low, salts.lotHigh, salts.lotLow);
  if (novelty <= 0 || outside.length === 0) return { arm, propensity: chances[arm] as number, basis: "policy" };
  // Drawn evenly from those outside; who is bound takes it only where it is the arm of today already.
  const roll = pointOf(high, low, salts.noveltyHigh ^ Math.imul(terms.day, 0x9e3779b1), salts.noveltyLow);
  const novel = roll < novelty ? (outside[Math.floor((roll / novelty) * outside.length)] as number) : -1;
  const isNovel = novel >= 0 && (bound < 0 || novel === bound);
  const served = isNovel ? novel : arm;
  return { arm: served, propensity: mixed(lot, served, terms), basis: isNovel ? "novelty" : "policy" };
}

/** The probability that policy and novelty together give an arm. */
function mixed(lot: Lot, arm: number, { novelty, bound }: DrawTerms): number {
  const { outside, chances } = lot;
  if (novelty <= 0 || outside.length === 0) return chances[arm] as number;
  const each = novelty / outside.length;
  const open = bound < 0 ? outside.length : outside.includes(bound) ? 1 : 0;
  const isOpen = bound < 0 ? outside.includes(arm) : arm === bound && open === 1;
  return (1 - each * open) * (chances[arm] as number) + (isOpen ? each : 0);
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
    policy[arm] = mixed(lot, arm, terms);
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
  const { bound } = terms;
  const turned = follow(eligible, first.arm, gained, pointOf(terms.high, terms.low, salts.rowHigh, salts.rowLow));
  if (bound < 0) return { arm: turned, propensity: row[turned] as number, basis: "row" };
  // Who is bound follows the row to the arm that it has, and else stays with the policy.
  const arm = turned === bound ? turned : first.arm;
  return { arm, propensity: chanceOfBound(arm, bound, gained), basis: "row" };
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

function chanceOfBound(arm: number, bound: number, gained: number): number {
  if (arm === bound) return Math.max(policy[arm] as number, row[arm] as number);
  const lost = Math.max(0, (policy[arm] as number) - (row[arm] as number));
  const gain = Math.max(0, (row[bound] as number) - (policy[bound] as number));
  return (policy[arm] as number) - (lost * gain) / gained;
}
