import { normalQuantile } from "../normal.ts";
import type { Interval } from "../posterior.ts";

/** A rate that was estimated as precisely as by `exposures` equal draws; need not be a whole number. */
export type Weighed = { readonly rate: number; readonly exposures: number };

/** By how much one rate exceeds another: 0.12 is 12 % more; -1 is nothing at all. */
export type Lifted = Interval & { readonly ratio: number };

/**
 * Interval of one rate: all rates that a score test at this level does not reject.
 *
 * Holds at rates of a few in a thousand, where a symmetric interval does not. 0..1 without any exposure.
 *
 * Source: E. B. Wilson, J. Amer. Statist. Assoc. 22 (1927) 209-212.
 */
export function rateInterval({ rate, exposures }: Weighed, mass = 0.95): Interval {
  if (!(exposures > 0)) return { low: 0, high: 1 };
  const z2 = criticalOf(mass) ** 2;
  const centre = (rate + z2 / (2 * exposures)) / (1 + z2 / exposures);
  const half = Math.sqrt(z2 * ((rate * (1 - rate)) / exposures + z2 / (4 * exposures ** 2))) / (1 + z2 / exposures);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Interval of the lift of one rate over another, minus 1 and more: all ratios that a score test does not reject.
 *
 * @returns `null` where the other rate was never seen above 0, so that no ratio is known
 *
 * Source: P. A. R. Koopman, Biometrics 40 (1984) 513-517; O. Miettinen, M. Nurminen, Statist. Med. 4 (1985) 213-226.
 */
export function liftInterval(of: Weighed, over: Weighed, mass = 0.95): Interval | null {
  if (!(of.exposures > 0 && over.exposures > 0 && over.rate > 0)) return null;
  const limit = criticalOf(mass) ** 2;
  // Ratios beyond these are a matter of no clicks at all.
  const [least, most] = [Math.log(1e-9), Math.log(1e9)];
  const near = of.rate > 0 ? Math.log(of.rate / over.rate) : least;
  const edge = (far: number) => {
    let [inside, outside] = [near, far];
    if (ratioScore(of, over, Math.exp(far)) <= limit) return far;
    for (let step = 0; step < 60; step++) {
      const middle = (inside + outside) / 2;
      if (ratioScore(of, over, Math.exp(middle)) <= limit) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  const high = edge(most);
  const low = of.rate > 0 ? edge(least) : least;
  return { low: low === least ? -1 : Math.expm1(low), high: Math.expm1(high) };
}

/**
 * The ratio of two rates, minus 1, without the bias of dividing by an estimate: x / n over (x' + 1) / (n' + 1), whose
 * mean is the ratio of the true rates but for (1 - rate')^(n' + 1).
 *
 * Source: D. G. Chapman, Univ. California Publ. Statist. 1 (1951) 131-160.
 */
export function ratioOf(of: Weighed, over: Weighed): number {
  return (of.rate * (over.exposures + 1)) / (over.rate * over.exposures + 1) - 1;
}

/** The score statistic of "rate = ratio x other rate", chi-squared with one degree of freedom; rates under the null in closed form. */
function ratioScore(of: Weighed, over: Weighed, ratio: number): number {
  const [n, m] = [of.exposures, over.exposures];
  const square = ratio * (n + m);
  const linear = ratio * (n + m * over.rate) + m + n * of.rate;
  const clicks = n * of.rate + m * over.rate;
  // The smaller root, written so that nothing cancels.
  const base = (2 * clicks) / (linear + Math.sqrt(Math.max(0, linear ** 2 - 4 * square * clicks)));
  const rate = Math.min(1, ratio * base);
  const variance = (rate * (1 - rate)) / n + (ratio ** 2 * base * (1 - base)) / m;
  const miss = of.rate - ratio * over.rate;
  return miss === 0 ? 0 : miss ** 2 / variance;
}

export function criticalOf(mass: number): number {
  if (!(mass > 0 && mass < 1)) throw new RangeError(`mass must be between 0 and 1, not ${mass}`);
  return normalQuantile((1 + mass) / 2);
}
