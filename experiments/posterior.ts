import { type Beta, betaMean, betaQuantile } from "./beta.ts";

/** What was counted of one arm: whole numbers, 0 <= clicks <= exposures. */
export type Counts = { readonly exposures: number; readonly clicks: number };

/** Two rates, `low <= high`, both in 0..1. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * How many clicks a prior is worth. One click: an arm starts at its cell's own mean and leaves it within its first
 * few clicks, whether the click rate is 0.5 % or 35 %. A prior of many clicks would hold every arm near the mean, and
 * over a long experiment that costs more than it saves.
 */
export const PRIOR_CLICKS = 1;

/** Refuses impossible counts. @throws RangeError naming the count */
export function checkCounts({ exposures, clicks }: Counts): void {
  if (!Number.isSafeInteger(exposures) || exposures < 0) {
    throw new RangeError(`exposures must be a whole number >= 0, not ${exposures}`);
  }
  if (!Number.isSafeInteger(clicks) || clicks < 0 || clicks > exposures) {
    throw new RangeError(`clicks must be a whole number in 0..${exposures}, not ${clicks}`);
  }
}

/** Sums counts. */
export function pool(cells: readonly Counts[]): Counts {
  return cells.reduce(
    (sum, cell) => ({ exposures: sum.exposures + cell.exposures, clicks: sum.clicks + cell.clicks }),
    { exposures: 0, clicks: 0 },
  );
}

/**
 * A weak prior for the arms of one title in one cluster, centred on the click rate of all of them together.
 *
 * It is worth `clicks` clicks, and at least as many misses, so it never leans towards rates above one half, and its
 * density is bounded at both ends. With nothing counted yet it is Beta(1, 1) at one click.
 *
 * @param arms counts of all arms of the cell
 * @param clicks worth of the prior, > 0
 */
export function priorOf(arms: readonly Counts[], clicks = PRIOR_CLICKS): Beta {
  if (!(clicks > 0 && Number.isFinite(clicks)))
    throw new RangeError(`clicks must be a finite number > 0, not ${clicks}`);
  const all = pool(arms);
  // One click and one miss keep the mean away from 0 and 1.
  const mean = (all.clicks + 1) / (all.exposures + 2);
  return { a: clicks, b: clicks * Math.max(1, 1 / mean - 1) };
}

/** The posterior of one arm's click rate: Beta-Bernoulli, so the counts are added to the prior. */
export function posteriorOf(counts: Counts, prior: Beta): Beta {
  checkCounts(counts);
  return { a: prior.a + counts.clicks, b: prior.b + counts.exposures - counts.clicks };
}

/** The posteriors of a cell's arms, in their order, under the cell's own weak prior. */
export function posteriorsOf(arms: readonly Counts[], priorClicks = PRIOR_CLICKS): Beta[] {
  const prior = priorOf(arms, priorClicks);
  return arms.map((arm) => posteriorOf(arm, prior));
}

/** The mean and the equal-tailed credible interval of a click rate; `mass` in 0..1, 0.95 as a rule. */
export function estimateOf(posterior: Beta, mass = 0.95): { mean: number; interval: Interval } {
  if (!(mass > 0 && mass < 1)) throw new RangeError(`mass must be between 0 and 1, not ${mass}`);
  const tail = (1 - mass) / 2;
  return {
    mean: betaMean(posterior),
    interval: { low: betaQuantile(posterior, tail), high: betaQuantile(posterior, 1 - tail) },
  };
}
