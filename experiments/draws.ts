import type { Random } from "../core/random.ts";
import { logGamma } from "./beta.ts";

/** Below so many expected successes they are counted one by one. */
const FEW = 10;

/**
 * Successes among `trials` independent trials that each succeed with `probability`; an exact draw.
 *
 * @param trials whole number >= 0
 * @param probability 0..1
 * @throws RangeError outside those
 *
 * Sources: L. Devroye, Non-Uniform Random Variate Generation (1986), section X.4.3, waiting times, for few successes;
 * W. Hörmann, J. Stat. Comput. Simul. 46 (1993) 101-110, algorithm BTRS, for many.
 */
export function binomial(random: Random, trials: number, probability: number): number {
  if (!(Number.isSafeInteger(trials) && trials >= 0))
    throw new RangeError(`trials must be a whole number >= 0, not ${trials}`);
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`a probability lies in 0..1, not ${probability}`);
  if (probability > 0.5) return trials - binomial(random, trials, 1 - probability);
  if (probability === 0 || trials === 0) return 0;
  return trials * probability < FEW ? byWaiting(random, trials, probability) : byRejection(random, trials, probability);
}

function byWaiting(random: Random, trials: number, probability: number): number {
  const logMiss = Math.log1p(-probability);
  let successes = 0;
  for (let at = 0; ; successes++) {
    at += Math.floor(Math.log(1 - random()) / logMiss) + 1;
    if (at > trials) return successes;
  }
}

function byRejection(random: Random, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const inside = 0.92 - 4.2 / b;
  const scale = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const atMode = logGamma(mode + 1) + logGamma(n - mode + 1);
  const logOdds = Math.log(p / (1 - p));
  for (;;) {
    let v = random();
    let u = v / inside - 0.43;
    if (v <= 0.86 * inside) return Math.floor(((2 * a) / (0.5 - Math.abs(u)) + b) * u + n * p + 0.5);
    if (v >= inside) u = random() - 0.5;
    else {
      u = v / inside - 0.93;
      u = Math.sign(u) * 0.5 - u;
      v = random() * inside;
    }
    const rest = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / rest + b) * u + n * p + 0.5);
    if (!(k >= 0 && k <= n)) continue;
    const logV = Math.log((v * scale) / (a / (rest * rest) + b));
    if (logV <= atMode - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds) return k;
  }
}

/**
 * How `trials` fall on cells of the given shares; an exact multinomial draw, one binomial a cell.
 *
 * @param shares each >= 0; their sum is taken for 1
 */
export function multinomial(random: Random, trials: number, shares: readonly number[]): number[] {
  let left = trials;
  let mass = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => {
    const count = share >= mass ? left : binomial(random, left, Math.max(0, share / mass));
    left -= count;
    mass -= share;
    return count;
  });
}
