import { type Counts, checkCounts } from "../posterior.ts";

/**
 * What two arms earned in a stretch of time in which traffic was split between them in one way.
 *
 * A click of either comes from `arm` with probability r q / (1 + r q), where r is the ratio of the two click rates and
 * q the odds of the split: nothing else of the two rates matters. The season that lifts both falls out.
 */
export type Duel = {
  /** Clicks of the arm and of its rival. */
  readonly clicks: number;
  readonly rivalClicks: number;
  /** The arm's exposures over the rival's, or its share over the rival's: > 0 and finite. */
  readonly odds: number;
};

/**
 * The duel of two arms over what was counted of them while their shares stood still; `null` where one was never shown,
 * so that it tells nothing of their ratio.
 *
 * With the exposures that came, not those that were planned: the test then does not ask whether the split was kept.
 */
export function duelOf(arm: Counts, rival: Counts): Duel | null {
  checkCounts(arm);
  checkCounts(rival);
  if (arm.exposures === 0 || rival.exposures === 0) return null;
  return { clicks: arm.clicks, rivalClicks: rival.clicks, odds: arm.exposures / rival.exposures };
}

/** The duel over clicks whose decisions were drawn with the given propensities. @throws RangeError unless both > 0 */
export function duelByPropensity(
  arm: { readonly clicks: number; readonly propensity: number },
  rival: { readonly clicks: number; readonly propensity: number },
): Duel {
  for (const { propensity } of [arm, rival])
    if (!(propensity > 0 && propensity <= 1)) throw new RangeError(`a propensity lies in 0..1, not ${propensity}`);
  return { clicks: arm.clicks, rivalClicks: rival.clicks, odds: arm.propensity / rival.propensity };
}

/** The same duels seen by the rival. */
export const turned = (duels: readonly Duel[]): Duel[] =>
  duels.map(({ clicks, rivalClicks, odds }) => ({ clicks: rivalClicks, rivalClicks: clicks, odds: 1 / odds }));

/**
 * ln of how much likelier the clicks are at the log ratio `from + step` than at `from`. Falls as `from` grows.
 *
 * Of stretches with exposures by the hundred the Bernoulli misses are left out, which is exact for propensities, and for
 * counted exposures on the safe side: drawing without replacement varies less (W. Hoeffding, JASA 58 (1963), theorem 4).
 */
export function logLikelihoodStep(duels: readonly Duel[], from: number, step: number): number {
  let sum = 0;
  for (const { clicks, rivalClicks, odds } of duels) {
    const here = Math.log(odds) + from;
    sum += clicks * step - (clicks + rivalClicks) * (logOnePlusExp(here + step) - logOnePlusExp(here));
  }
  return sum;
}

/** ln(1 + e^x). */
const logOnePlusExp = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
