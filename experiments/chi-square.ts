import { logGamma } from "./beta.ts";

const MAX_TERMS = 100_000;
const TINY = 1e-300;

/**
 * The chance that a chi-square variable of `degrees` degrees of freedom is `statistic` or more; tiny chances keep their
 * digits.
 *
 * @param statistic >= 0
 * @param degrees > 0; with 0 there is nothing to test, and the chance is 1
 *
 * Source: Press et al., "Numerical Recipes", 3rd ed., section 6.2: the incomplete gamma function by its series below the
 * mean and by Lentz's continued fraction above it.
 */
export function chiSquareTail(statistic: number, degrees: number): number {
  if (!(statistic >= 0)) throw new RangeError(`a chi-square statistic is >= 0, not ${statistic}`);
  if (!(degrees >= 0)) throw new RangeError(`degrees must be >= 0, not ${degrees}`);
  if (degrees === 0 || statistic === 0) return 1;
  if (statistic === Number.POSITIVE_INFINITY) return 0;
  const [a, x] = [degrees / 2, statistic / 2];
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const top = -n * (n - a);
    b += 2;
    d = 1 / (top * d + b || TINY);
    c = b + top / c || TINY;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}
