/** Effects that a test bets on, as steps of the log ratio of two click rates, each with its part of the stake. */
export type Mixture = readonly { readonly effect: number; readonly weight: number }[];

/**
 * For tests that nobody planned: most on a tenth and a fifth, a little on everything else, so that an effect of any size
 * is proven at 3 to 3.7 standard errors. Within one title the log click rates of artworks differ by about 0.3 from pair to
 * pair, those of the best two by about half of that. An interval gets about as narrow as the smallest effect that is bet
 * on, so there is something on each half of the one before.
 */
export const OPEN_END: Mixture = [
  { effect: 1.6, weight: 0.02 },
  { effect: 0.8, weight: 0.05 },
  { effect: 0.4, weight: 0.13 },
  { effect: 0.2, weight: 0.36 },
  { effect: 0.1, weight: 0.36 },
  { effect: 0.05, weight: 0.05 },
  { effect: 0.025, weight: 0.015 },
  { effect: 0.0125, weight: 0.007 },
  { effect: 0.00625, weight: 0.004 },
  { effect: 0.003125, weight: 0.002 },
  { effect: 0.0015625, weight: 0.002 },
];

/**
 * For a test that is planned for so many clicks: most is staked on the effect for which the line that proves it comes
 * closest at the end, a little on half and on double of it, for tests that end early or late.
 *
 * The clicks carry the information i = clicks q / (1 + q)^2 about the log ratio; betting on the effect d one proves it
 * with probability 2 / alpha to one once it is z = ln(2 / alpha) / (d sqrt i) + d sqrt(i) / 2 standard errors off, which is
 * least, sqrt(2 ln(2 / alpha)), at d = sqrt(2 ln(2 / alpha) / i).
 *
 * @param clicks of both arms together, > 0
 * @param odds of the split, 1 when it is equal
 */
export function plannedFor(clicks: number, alpha = 0.05, odds = 1): Mixture {
  if (!(clicks > 0 && Number.isFinite(clicks))) throw new RangeError(`clicks must be more than 0, not ${clicks}`);
  if (!(odds > 0 && Number.isFinite(odds))) throw new RangeError(`odds must be more than 0, not ${odds}`);
  const information = (clicks * odds) / (1 + odds) ** 2;
  const effect = Math.sqrt((2 * Math.log(2 / checkAlpha(alpha))) / information);
  return [
    { effect: effect / 2, weight: 0.1 },
    { effect, weight: 0.8 },
    { effect: 2 * effect, weight: 0.1 },
  ];
}

/** @throws RangeError unless it lies in 0..1, both excluded */
export function checkAlpha(alpha: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be between 0 and 1, not ${alpha}`);
  return alpha;
}
