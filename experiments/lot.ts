import type { CreativeId } from "../core/creative.ts";
import type { PolicyView } from "../core/policy-lookup.ts";
import { pointOf } from "./point.ts";
import { plainStretches } from "./stretches.ts";

/** One policy, made ready to draw from it: which arms can be chosen, with what probability, and for whom. */
export type Lot = {
  readonly ids: readonly CreativeId[];
  /** The sixteen digits of each id as two signed words of 32 bits, the upper first. */
  readonly words: Int32Array;
  /** The probability with which a draw gives each arm; 0: it cannot be chosen. They sum to 1. */
  readonly chances: Float64Array;
  readonly ends: ArrayLike<number>;
  readonly of: ArrayLike<number>;
  /** Indices of the arms that can be chosen. */
  readonly eligible: readonly number[];
  /** Those of them outside the cluster's habit: the arms that hold the larger part of the shares. */
  readonly outside: readonly number[];
};

/**
 * @param isEligible whether an arm can be shown here and now
 * @returns `null` when none can
 */
export function lotOf(policy: PolicyView, isEligible: (id: CreativeId) => boolean): Lot | null {
  const { ids, shares } = policy;
  const eligible = ids.flatMap((id, i) => ((shares[i] as number) > 0 && isEligible(id) ? [i] : []));
  if (eligible.length === 0) return null;
  const total = eligible.reduce((sum, i) => sum + (shares[i] as number), 0);
  // Not divided where all are there: a propensity is the policy's own number, bit for bit.
  const whole = eligible.length === ids.length;
  const chances = new Float64Array(ids.length);
  for (const i of eligible) chances[i] = whole ? (shares[i] as number) : (shares[i] as number) / total;
  const stretches =
    policy.ends && policy.of
      ? { ends: policy.ends, of: policy.of }
      : plainStretches(ids.map((creativeId, i) => ({ creativeId, probability: shares[i] as number })));
  const words = Int32Array.from({ length: 2 * ids.length }, (_, i) =>
    Number.parseInt((ids[i >> 1] as CreativeId).slice(4 + 8 * (i & 1), 12 + 8 * (i & 1)), 16),
  );
  return { ids, words, chances, ...stretches, eligible, outside: outsideOf(chances, eligible) };
}

/**
 * The arm of whoever has these 64 bits. Users in the stretch of an arm that cannot be chosen, and nobody else, go to
 * another: by weighted rendezvous hashing with lots of their own, so that each arm that can be chosen has its share of
 * them too, w_i / sum of w, and they come back once it can.
 *
 * @param high and `low`: a keyed hash of user and title, or 64 random bits
 * @param saltHigh and `saltLow`: secret, the same for ever
 * @returns index of an arm
 *
 * Source: weighted rendezvous hashing, J. Schindelhauer and G. Schomaker, SPAA 2005.
 */
export function drawFrom(lot: Lot, high: number, low: number, saltHigh: number, saltLow: number): number {
  const arm = lot.of[stretchAt(lot.ends, pointOf(high, low, saltHigh, saltLow))] as number;
  return (lot.chances[arm] as number) > 0 ? arm : nearest(lot, high, low, saltHigh, saltLow);
}

/** The first stretch that ends above the point. */
function stretchAt(ends: ArrayLike<number>, point: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (point < (ends[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function nearest(lot: Lot, high: number, low: number, saltHigh: number, saltLow: number): number {
  let best = lot.eligible[0] as number;
  let least = Number.POSITIVE_INFINITY;
  for (const arm of lot.eligible) {
    const one = (lot.words[2 * arm] as number) ^ saltLow;
    const other = (lot.words[2 * arm + 1] as number) ^ saltHigh;
    const distance = -Math.log(1 - pointOf(high, low, one, other)) / (lot.chances[arm] as number);
    if (distance < least) [best, least] = [arm, distance];
  }
  return best;
}

/** Arms besides the fewest that hold more than half; those that are as large as the last of these are habit too. */
function outsideOf(chances: Float64Array, eligible: readonly number[]): number[] {
  const falling = [...eligible].sort((a, b) => (chances[b] as number) - (chances[a] as number));
  let held = 0;
  let least = 1;
  for (const arm of falling) {
    if (held > 0.5) break;
    least = chances[arm] as number;
    held += least;
  }
  // Shares that were meant to be equal may differ in their last digit.
  return eligible.filter((arm) => (chances[arm] as number) < least * (1 - 1e-9));
}
