import { type Duel, logStake, turned } from "./duel.ts";
import { checkAlpha, type Mixture, OPEN_END } from "./mixture.ts";

/** Bounds of the ratio of two click rates, 0 <= low < high <= Infinity. */
export type Ratio = { readonly low: number; readonly high: number };

export type SequenceRule = {
  /** Chance that the truth is ever left out, however often one looks; 0.05 as a rule. */
  readonly alpha: number;
  readonly mixture: Mixture;
};

export const SEQUENCE_RULE: SequenceRule = { alpha: 0.05, mixture: OPEN_END };

/** Log ratios beyond this are taken for none: e^50. */
const FARTHEST = 50;

/**
 * ln of the evidence that the rate ratio lies above `ratio`: what a stake of 1 has become that was bet, click by click, on
 * ratios above it. While the truth is `ratio` or less, it is expected to be 1 or less at any time, and ever reaches the
 * factor c with probability 1 / c or less (J. Ville, 1939), however often one looks, whoever stops when, and whatever the
 * shares were made of.
 *
 * Source: H. Robbins, Ann. Math. Stat. 41 (1970) 1397-1409 (mixtures of likelihood ratios); conditioning on clicks:
 * J. Przyborowski, H. Wilenski, Biometrika 31 (1940) 313-323.
 */
export function logEvidenceAbove(duels: readonly Duel[], ratio = 1, mixture: Mixture = OPEN_END): number {
  return logMean(mixture, (effect) => logStake(duels, ratio, effect));
}

/** The p-value, two-sided, that may be looked at at any time, for the rates being equal; 0..1. */
export function anytimeP(duels: readonly Duel[], mixture: Mixture = OPEN_END): number {
  const evidence = Math.max(logEvidenceAbove(duels, 1, mixture), logEvidenceAbove(turned(duels), 1, mixture));
  return Math.min(1, 2 * Math.exp(-evidence));
}

/**
 * The confidence sequence of the ratio of two click rates: with probability 1 - alpha or more it holds the truth at every
 * look there will ever be. A ratio is left out once the evidence for more, or that for less, is over 2 / alpha.
 *
 * @returns 0 .. Infinity while there is little to see
 */
export function ratioSequence(duels: readonly Duel[], rule: SequenceRule = SEQUENCE_RULE): Ratio {
  const { alpha, mixture } = rule;
  const bound = Math.log(2 / checkAlpha(alpha));
  return { low: lowest(duels, mixture, bound), high: 1 / lowest(turned(duels), mixture, bound) };
}

/** The least ratio above which the evidence for more stays under the bound. */
function lowest(duels: readonly Duel[], mixture: Mixture, bound: number): number {
  // Falls in `from`, because the likelihood of a log ratio is log-concave.
  const evidence = (from: number) => logMean(mixture, (effect) => logStake(duels, Math.exp(from), effect)) - bound;
  let [left, right] = [-FARTHEST, FARTHEST];
  if (evidence(left) < 0) return 0;
  for (let step = 0; step < 60; step++) {
    const middle = (left + right) / 2;
    if (evidence(middle) < 0) right = middle;
    else left = middle;
  }
  return Math.exp(left);
}

/** ln of the mixture's mean of e^value. */
function logMean(mixture: Mixture, logOf: (effect: number) => number): number {
  const values = mixture.map(({ effect }) => logOf(effect));
  const most = Math.max(...values);
  return (
    most + Math.log(mixture.reduce((sum, { weight }, i) => sum + weight * Math.exp((values[i] as number) - most), 0))
  );
}
