import { normalQuantile } from "../normal.ts";
import type { Counts } from "../posterior.ts";

/** What was counted of an arm when the same visitor had seen it `repeat` times before: 0 at first sight. */
export type Sight = Counts & { readonly repeat: number };

export type Fatigue = {
  /** Click rate at first sight, 0..1; null when nothing can be said. */
  readonly first: number | null;
  /** By how much log-odds change with every doubling of the sights, and its 95 % interval. */
  readonly slope: { readonly mean: number; readonly low: number; readonly high: number } | null;
  /**
   * `fatigued`: it falls over repeats, so it may rest and come back. `poor`: it was worse than its rivals at first
   * sight. `steady`: neither, and a fall that matters is excluded. `unknown`: too little to tell.
   */
  readonly verdict: "fatigued" | "poor" | "steady" | "unknown";
};

// Each error has 2.5 %, so that a false verdict of either kind comes in at most 5 %.
const Z = normalQuantile(0.975);
const LEAST_CLICKS = 20;
// A fall of 10 % a doubling: a third of the clicks is gone at the 15th sight.
const MATTERS = Math.log(0.9);
// An arm a little behind the others is not poor.
const POOR = Math.log(0.95);
const STEPS = 25;

/**
 * Tells an arm that wears out from one that never was good: a logistic regression of clicks on log2(1 + repeat).
 *
 *   log-odds of a click = first + slope log2(1 + repeat)
 *
 * Rates at first sight are compared, not rates overall: an arm that was shown often to the same people looks worse
 * overall than it is. Whoever has not clicked yet is seen again, so where visitors differ much in how readily they click,
 * every arm falls a little; rivals then fall as well.
 *
 * @param own of one arm, in one cluster or over several
 * @param rivals of all other arms together, in the same cells; may be empty, and then no arm is poor
 * @throws RangeError when a count or a repeat is impossible
 *
 * Source: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), section 4.4 (scoring).
 */
export function fatigueOf(own: readonly Sight[], rivals: readonly Sight[]): Fatigue {
  for (const sight of [...own, ...rivals]) checkSight(sight);
  const fit = fitted(own);
  if (!fit) return { first: null, slope: null, verdict: "unknown" };
  const deviation = Math.sqrt(fit.slopeVariance);
  const slope = { mean: fit.slope, low: fit.slope - Z * deviation, high: fit.slope + Z * deviation };
  return { first: 1 / (1 + Math.exp(-fit.first)), slope, verdict: verdictOf(fit, slope, fitted(rivals)) };
}

function verdictOf(own: Fit, slope: { low: number; high: number }, rivals: Fit | undefined): Fatigue["verdict"] {
  if (slope.high < 0) return "fatigued";
  if (rivals) {
    const behind = own.first - rivals.first;
    const deviation = Math.sqrt(own.firstVariance + rivals.firstVariance);
    if (behind < POOR && behind < -Z * deviation) return "poor";
  }
  return slope.low > MATTERS ? "steady" : "unknown";
}

type Fit = {
  readonly first: number;
  readonly slope: number;
  readonly firstVariance: number;
  readonly slopeVariance: number;
};

/** By Newton's method; undefined with too few clicks or misses, or when all were seen equally often. */
function fitted(sights: readonly Sight[]): Fit | undefined {
  const shown = sights.reduce((sum, { exposures }) => sum + exposures, 0);
  const clicked = sights.reduce((sum, { clicks }) => sum + clicks, 0);
  if (Math.min(clicked, shown - clicked) < LEAST_CLICKS) return undefined;
  let [first, slope] = [Math.log(clicked / (shown - clicked)), 0];
  for (let step = 0; step < STEPS; step++) {
    const { pull, pullX, w, wx, wxx } = scoreAt(sights, first, slope);
    const determinant = w * wxx - wx * wx;
    if (!(determinant > 1e-9 * w * wxx)) return undefined;
    const [up, steeper] = [(wxx * pull - wx * pullX) / determinant, (w * pullX - wx * pull) / determinant];
    first += Math.max(-2, Math.min(2, up));
    slope += Math.max(-2, Math.min(2, steeper));
    if (Math.abs(up) + Math.abs(steeper) < 1e-10) {
      return { first, slope, firstVariance: wxx / determinant, slopeVariance: w / determinant };
    }
  }
  return undefined;
}

/** The score and the information of both parameters. */
function scoreAt(sights: readonly Sight[], first: number, slope: number) {
  let [pull, pullX, w, wx, wxx] = [0, 0, 0, 0, 0];
  for (const { repeat, exposures, clicks } of sights) {
    const x = Math.log2(1 + repeat);
    const rate = 1 / (1 + Math.exp(-first - slope * x));
    const weight = exposures * rate * (1 - rate);
    pull += clicks - exposures * rate;
    pullX += (clicks - exposures * rate) * x;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
  }
  return { pull, pullX, w, wx, wxx };
}

function checkSight({ repeat, exposures, clicks }: Sight): void {
  if (!Number.isSafeInteger(repeat) || repeat < 0) {
    throw new RangeError(`repeat must be a whole number >= 0, not ${repeat}`);
  }
  if (!(exposures >= 0 && clicks >= 0 && clicks <= exposures)) {
    throw new RangeError(`${clicks} clicks of ${exposures} exposures at repeat ${repeat}`);
  }
}
