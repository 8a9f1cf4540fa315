/**
 * The Beta distribution, accurate from fractions of a click to tens of millions.
 *
 * Everything is written on the logit scale, u = ln(x / (1 - x)), where x and its complement 1 - x are both exact near
 * 0 and near 1, and where the density is smooth and log-concave for every a, b > 0.
 *
 * Sources: C. Loader, "Fast and accurate computation of binomial probabilities" (2000), for a density without
 * cancellation at large counts; W. J. Lentz, Appl. Opt. 15 (1976) 668, and Press et al., "Numerical Recipes", 3rd ed.,
 * section 6.4, for the continued fraction of the incomplete beta function.
 */

/** A Beta(a, b) distribution: `a` counts clicks and `b` misses, both > 0, prior included. */
export type Beta = { readonly a: number; readonly b: number };

/** Masses below and above a point; each keeps its relative precision when it is tiny. */
export type Tails = { readonly lower: number; readonly upper: number };

const HALF_LN_TWO_PI = 0.9189385332046727;
const STIRLING_FROM = 16;
// The fraction needs about sqrt(a + b) terms near the mean: 3,200 at ten million.
const MAX_TERMS = 200_000;
const TINY = 1e-300;

/** Refuses what is no Beta distribution. @throws RangeError naming the parameter */
export function checkBeta({ a, b }: Beta): void {
  if (!(a > 0 && Number.isFinite(a))) throw new RangeError(`a must be a finite number > 0, not ${a}`);
  if (!(b > 0 && Number.isFinite(b))) throw new RangeError(`b must be a finite number > 0, not ${b}`);
}

/** ln Γ(z) for z > 0, to about 1e-15 of max(1, |ln Γ(z)|). */
export function logGamma(z: number): number {
  if (!(z > 0)) throw new RangeError(`z must be > 0, not ${z}`);
  return (z - 0.5) * Math.log(z) - z + HALF_LN_TWO_PI + stirlingError(z);
}

/**
 * Density on the logit scale, d/du P(X < x) = x^a (1 - x)^b / B(a, b), where x = 1 / (1 + e^-u), as a function of u.
 * Divide by x (1 - x) for the density on the rate's own scale.
 */
export function logitDensityOf({ a, b }: Beta): (u: number) => number {
  const n = a + b;
  const stirling = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const scale = Math.sqrt((a / n) * (b / (2 * Math.PI)));
  return (u) => {
    const { x, rest } = rateOf(u);
    return scale * Math.exp(stirling - deviance(a, n * x) - deviance(b, n * rest));
  };
}

/** The density on the logit scale at one logit. */
export const logitDensity = (beta: Beta, u: number): number => logitDensityOf(beta)(u);

/** Masses of Beta(a, b) below and above the logit `u`. */
export function tailsAt(beta: Beta, u: number): Tails {
  const { a, b } = beta;
  const { x, rest } = rateOf(u);
  const density = logitDensity(beta, u);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (density / a) * betaFraction(a, b, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (density / b) * betaFraction(b, a, rest));
  return { lower: 1 - upper, upper };
}

/** Density of Beta(a, b) at the rate x, 0 < x < 1. */
export function betaPdf(beta: Beta, x: number): number {
  checkBeta(beta);
  if (!(x > 0 && x < 1)) throw new RangeError(`x must be between 0 and 1, not ${x}`);
  return logitDensity(beta, logitOf(x)) / (x * (1 - x));
}

/** P(X <= x), the regularised incomplete beta function, for 0 <= x <= 1. */
export function betaCdf(beta: Beta, x: number): number {
  checkBeta(beta);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`x must be in 0..1, not ${x}`);
  if (x === 0 || x === 1) return x;
  return tailsAt(beta, logitOf(x)).lower;
}

/** Mean of Beta(a, b), a rate in 0..1. */
export const betaMean = ({ a, b }: Beta): number => a / (a + b);

/** The rate below which Beta(a, b) has the mass `probability`, 0 < probability < 1. */
export function betaQuantile(beta: Beta, probability: number): number {
  return rateOf(logitQuantile(beta, probability)).x;
}

/**
 * The logit below which Beta(a, b) has the mass `probability`.
 *
 * Newton's method on the logarithm of the smaller tail, which is concave, held inside a bracket by bisection.
 */
export function logitQuantile(beta: Beta, probability: number): number {
  checkBeta(beta);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability must be between 0 and 1, not ${probability}`);
  }
  const low = probability <= 0.5;
  const target = Math.log(low ? probability : 1 - probability);
  let [left, right] = [-745, 745];
  let u = Math.log(beta.a / beta.b);
  for (let step = 0; step < 200; step++) {
    const tails = tailsAt(beta, u);
    const tail = low ? tails.lower : tails.upper;
    const miss = Math.log(tail) - target;
    if (miss > 0 === low) right = u;
    else left = u;
    const slope = (logitDensity(beta, u) / tail) * (low ? 1 : -1);
    let next = u - miss / slope;
    if (!(next > left && next < right)) next = (left + right) / 2;
    if (Math.abs(next - u) <= 1e-15 * Math.max(1, Math.abs(u))) return next;
    u = next;
  }
  return u;
}

/** ln(x / (1 - x)). */
export const logitOf = (x: number): number => Math.log(x) - Math.log1p(-x);

/** The rate at a logit, and 1 minus that rate, neither by subtraction. */
export function rateOf(u: number): { x: number; rest: number } {
  if (u >= 0) {
    const e = Math.exp(-u);
    return { x: 1 / (1 + e), rest: e / (1 + e) };
  }
  const e = Math.exp(u);
  return { x: e / (1 + e), rest: 1 / (1 + e) };
}

/** What Stirling's formula leaves over of ln Γ(z); Loader's delta. Raised to z >= 16 by its recurrence, then a series. */
export function stirlingError(z: number): number {
  let raised = 0;
  let at = z;
  while (at < STIRLING_FROM) {
    raised += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const s = 1 / (at * at);
  const series = 1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360_360)))));
  return raised + series / at;
}

/** k ln(k / m) + m - k, without cancellation when k is near m; Loader's bd0. */
function deviance(k: number, m: number): number {
  if (m === 0) return Number.POSITIVE_INFINITY;
  if (Math.abs(k - m) >= 0.1 * (k + m)) return k * Math.log(k / m) + m - k;
  const v = (k - m) / (k + m);
  let sum = (k - m) * v;
  let term = 2 * k * v;
  for (let odd = 3; ; odd += 2) {
    term *= v * v;
    const next = sum + term / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/** The continued fraction of I_x(a, b), without its front factor x^a (1-x)^b / (a B(a, b)). */
function betaFraction(a: number, b: number, x: number): number {
  const n = a + b;
  let c = 1;
  let d = guard(1 - (n * x) / (a + 1));
  d = 1 / d;
  let value = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (n + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) return value;
  }
  throw new RangeError(`the incomplete beta function did not settle for a=${a}, b=${b}, x=${x}`);
}

const guard = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
