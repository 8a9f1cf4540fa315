import { normalQuantile } from "../normal.ts";
import type { Interval } from "../posterior.ts";

const Z95 = normalQuantile(0.975);

/** A mean, its standard error, and an interval around it that need not be even. */
type Measured = { readonly value: number; readonly se: number } & Interval;

/**
 * A 95 % interval for a mean reward on a thin log.
 *
 * The normal interval misses the truth from below when a handful of rewarded decisions carries the estimate, and is a
 * single point when there is none. This is Wilson's interval for as many decisions as the standard error is worth,
 * m (1 - m) / se^2, and never for more than the effective sample size. It becomes the normal one as the log grows.
 *
 * @param ess effective sample size; 0: nothing is known, and the interval is everything
 * @param most the greatest reward; rewards are in 0..most
 *
 * Sources: E. B. Wilson, JASA 22 (1927) 209; E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193, for the
 * effective size of a weighted share.
 */
export function carefulInterval(
  { value, se }: { readonly value: number; readonly se: number },
  ess: number,
  most = 1,
): Interval {
  if (!(ess > 0)) return { low: 0, high: most };
  const mean = Math.min(1, Math.max(0, value / most));
  const worth = se > 0 ? (mean * (1 - mean) * most * most) / (se * se) : ess;
  const size = worth > 0 ? Math.min(worth, ess) : ess;
  const scale = 1 + (Z95 * Z95) / size;
  const centre = (mean + (Z95 * Z95) / (2 * size)) / scale;
  const half = (Z95 / scale) * Math.sqrt((mean * (1 - mean)) / size + (Z95 * Z95) / (4 * size * size));
  // An estimate may lie outside what rewards can be: never let the interval lose it.
  return { low: Math.min(value, most * Math.max(0, centre - half)), high: Math.max(value, most * (centre + half)) };
}

/**
 * The 95 % interval of a difference from those of its two sides, which may be uneven and correlated.
 *
 * With normal intervals on both sides it is exactly the normal interval of the difference.
 *
 * @param differenceSe standard error of the difference, decision by decision: says how the sides move together
 *
 * Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693 (MOVER); with correlation, G. Y. Zou,
 * Computational Statistics and Data Analysis 53 (2008) 1081.
 */
export function differenceInterval(one: Measured, other: Measured, differenceSe: number): Interval {
  const product = 2 * one.se * other.se;
  const together = product > 0 ? (one.se ** 2 + other.se ** 2 - differenceSe ** 2) / product : 0;
  const correlation = Math.min(1, Math.max(-1, together));
  const reach = (a: number, b: number) => Math.sqrt(Math.max(0, a * a + b * b - 2 * correlation * a * b));
  const value = one.value - other.value;
  return {
    low: value - reach(one.value - one.low, other.high - other.value),
    high: value + reach(one.high - one.value, other.value - other.low),
  };
}
