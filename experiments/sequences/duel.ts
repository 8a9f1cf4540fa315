import { type Counts, checkCounts } from "../posterior.ts";

/**
 * What two arms earned in a stretch of time in which traffic was split between them in one way.
 *
 * How many clicks came in all says nothing of which arm is better; whose they are does. A season that lifts both falls
 * out, and so do shares that move from stretch to stretch.
 */
export type Duel = {
  /** Clicks of the arm and of its rival. */
  readonly clicks: number;
  readonly rivalClicks: number;
  /** The arm's exposures over the rival's, or its share over the rival's: > 0 and finite. */
  readonly odds: number;
  /** Infinity where the split is known by shares alone: misses then tell nothing. */
  readonly rivalExposures: number;
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
  return {
    clicks: arm.clicks,
    rivalClicks: rival.clicks,
    odds: arm.exposures / rival.exposures,
    rivalExposures: rival.exposures,
  };
}

/** The duel over clicks whose decisions were drawn with the given propensities. @throws RangeError unless both > 0 */
export function duelByPropensity(
  arm: { readonly clicks: number; readonly propensity: number },
  rival: { readonly clicks: number; readonly propensity: number },
): Duel {
  for (const { propensity } of [arm, rival])
    if (!(propensity > 0 && propensity <= 1)) throw new RangeError(`a propensity lies in 0..1, not ${propensity}`);
  return {
    clicks: arm.clicks,
    rivalClicks: rival.clicks,
    odds: arm.propensity / rival.propensity,
    rivalExposures: Number.POSITIVE_INFINITY,
  };
}

/** The same duels seen by the rival. */
export const turned = (duels: readonly Duel[]): Duel[] =>
  duels.map(({ clicks, rivalClicks, odds, rivalExposures }) => ({
    clicks: rivalClicks,
    rivalClicks: clicks,
    odds: 1 / odds,
    rivalExposures: rivalExposures * odds,
  }));

/**
 * ln of what a stake of 1 becomes that bets, against the rate ratio `ratio`, on one that is e^effect times as large.
 *
 * Of m clicks of both arms, Y are the arm's. At `ratio` 1, Y is hypergeometric given m, so a sum of independent Bernoulli
 * variables (V. A. Vatutin, V. G. Mikhailov, Theory Probab. Appl. 27 (1982) 734-743) of a known mean u and variance v.
 * Among all such sums of m terms, E[e^(effect Y)] is largest where some terms are 1 and all others have one probability q
 * (the upper principal representation of two moments: S. Karlin, W. J. Studden, "Tchebycheff Systems" (1966), ch. II):
 *
 *   q = v / (m - u),   others = (m - u) / (1 - q),   E[e^(effect Y)] <= e^(effect (m - others)) (1 - q + q e^effect)^others
 *
 * so the stake is expected to be 1 or less, at any click rates, few clicks or many. At other ratios u and v are those of
 * binomial clicks at the level that the m clicks show, the same to the second order; where clicks are rare, u / m is the
 * probability r odds / (1 + r odds) of each, and the bound is the binomial's own.
 *
 * @param effect > 0
 */
export function logStake(duels: readonly Duel[], ratio: number, effect: number): number {
  const factor = Math.expm1(effect);
  let sum = 0;
  for (const duel of duels) {
    const all = duel.clicks + duel.rivalClicks;
    if (all === 0) continue;
    const { rest, kept } = splitOf(duel, all, ratio);
    const q = (1 - rest) * kept;
    const others = (all * rest) / (1 - q);
    sum += effect * (duel.clicks - all + others) - others * Math.log1p(q * factor);
  }
  return sum;
}

/** By how many standard errors the arm has more clicks than the rate ratio `ratio` gives it; 0 without clicks. */
export function scoreOf(duels: readonly Duel[], ratio: number): number {
  let [more, variance] = [0, 0];
  for (const duel of duels) {
    const all = duel.clicks + duel.rivalClicks;
    if (all === 0) continue;
    const { rest, kept } = splitOf(duel, all, ratio);
    more += duel.clicks - all * (1 - rest);
    variance += all * (1 - rest) * rest * kept;
  }
  return more === 0 ? 0 : more / Math.sqrt(variance);
}

/** The part of the clicks that the rival is expected to have, and what the misses leave of their binomial variance, 0..1. */
function splitOf({ odds, rivalExposures }: Duel, clicks: number, ratio: number): { rest: number; kept: number } {
  const rest = 1 / (1 + ratio * odds);
  if (rivalExposures === Number.POSITIVE_INFINITY) return { rest, kept: 1 };
  const exposures = rivalExposures * (1 + odds);
  const level = (clicks / rivalExposures) * rest * (ratio * rest + 1 - rest);
  const kept = (Math.max(0, 1 - level) * exposures) / Math.max(1, exposures - 1);
  return { rest, kept: Math.min(1, kept) };
}
