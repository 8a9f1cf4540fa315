import { descriptorDistance, distanceOf, type Sibling } from "../core/fingerprint.ts";

/** At this distance of descriptors two pictures count as little alike: the cluster of near-duplicates ends well below it. */
const WIDTH = 0.1;

/**
 * The least share of a set that must be different pictures. Sets of 21 arms as planned measure 0.86 to 0.98, sets of five
 * 0.97 to 1; half of a set twice measures 0.5.
 */
export const LEAST_VARIETY = 0.7;

/** As like as this to all others together, a creative is no copy of any: a new seed would win nothing. */
const LITTLE = 0.25;

export type Variety = {
  readonly creatives: number;
  /** How many different pictures the set amounts to, 0 (none) .. `creatives` (nothing alike). */
  readonly effective: number;
  /** `effective` of `creatives`, 0..1; 1 for none. */
  readonly share: number;
  readonly holds: boolean;
};

/**
 * The effective number of different pictures in a set: the Vendi score of order 2, of a Gaussian kernel on the
 * descriptors' distance in the nearest shape. n^2 / sum of all k^2 needs no eigenvalues.
 *
 * Source: A. P. Pasarkar, A. B. Dieng, "Cousins of the Vendi Score" (AISTATS 2024), q = 2; D. Friedman, A. B. Dieng,
 * "The Vendi Score" (TMLR 2023).
 */
export function varietyOf(set: readonly Sibling[]): Variety {
  return measure(likenessesOf(set), new Set(set.keys()));
}

/**
 * Which creatives to make anew, the most superfluous first, until the others alone would be varied enough: each time the
 * one that most others are like. Nothing where the set is varied, or nothing more may be made anew.
 */
export function superfluousIn(set: readonly Sibling[], mayGo: (creativeId: string) => boolean): string[] {
  const alike = likenessesOf(set);
  const left = new Set(set.keys());
  const gone: string[] = [];
  while (!measure(alike, left).holds) {
    let worst = -1;
    let most = 1 + LITTLE; // with itself
    for (const i of left) {
      if (!mayGo((set[i] as Sibling).creativeId)) continue;
      const sum = sumOf(alike[i] as Float64Array, left);
      if (sum > most) [worst, most] = [i, sum];
    }
    if (worst < 0) break;
    left.delete(worst);
    gone.push((set[worst] as Sibling).creativeId);
  }
  return gone;
}

/** Squares of the kernel: 1 for the same picture, towards 0 for another one. */
function likenessesOf(set: readonly Sibling[]): Float64Array[] {
  const rows = set.map(() => new Float64Array(set.length));
  set.forEach((one, i) => {
    (rows[i] as Float64Array)[i] = 1;
    for (let j = 0; j < i; j++) {
      const apart = distanceOf(one.fingerprints, (set[j] as Sibling).fingerprints, descriptorDistance);
      const alike = apart === null ? 0 : Math.exp(-((apart / WIDTH) ** 2));
      (rows[i] as Float64Array)[j] = alike;
      (rows[j] as Float64Array)[i] = alike;
    }
  });
  return rows;
}

const sumOf = (row: Float64Array, of: ReadonlySet<number>): number => {
  let sum = 0;
  for (const j of of) sum += row[j] as number;
  return sum;
};

function measure(alike: readonly Float64Array[], of: ReadonlySet<number>): Variety {
  const creatives = of.size;
  let total = 0;
  for (const i of of) total += sumOf(alike[i] as Float64Array, of);
  const effective = creatives === 0 ? 0 : creatives ** 2 / total;
  const share = creatives === 0 ? 1 : effective / creatives;
  return { creatives, effective, share, holds: share >= LEAST_VARIETY };
}
