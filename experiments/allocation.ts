import { standings } from "./best.ts";
import { type Counts, PRIOR_CLICKS, posteriorsOf } from "./posterior.ts";

export type AllocationRule = {
  /** Least share of traffic an arm keeps, 0..1 / (number of arms). */
  readonly floor: number;
  /** Worth of the prior in clicks, > 0. */
  readonly priorClicks?: number;
};

/**
 * Thompson sampling as probabilities: an arm's share is its probability to be best, raised to a floor.
 *
 *   share_i = floor + (1 - n floor) P(i is best)
 *
 * The shares are what Thompson sampling would give over many draws, but exact, so they can be logged as propensities.
 * The floor is additive: an arm never receives more than its probability to be best and the floor together.
 *
 * @param arms what was counted of each arm of one title in one cluster
 * @returns shares in the order of `arms`, each in floor..1; they sum to 1 within 1e-12
 * @throws RangeError when a count is impossible or the floors together exceed the traffic
 *
 * Source: W. R. Thompson, Biometrika 25 (1933) 285-294.
 */
export function allocate(arms: readonly Counts[], rule: AllocationRule): number[] {
  const { floor, priorClicks = PRIOR_CLICKS } = rule;
  // `floor <= 1 / n` and not `n floor <= 1`: the caller writes 1 / n, which n does not always multiply back to 1.
  if (!(floor >= 0 && (arms.length === 0 || floor <= 1 / arms.length))) {
    throw new RangeError(`floor must be in 0..1/${arms.length}, not ${floor}`);
  }
  const best = standings(posteriorsOf(arms, priorClicks)).map((standing) => standing.probabilityBest);
  const total = best.reduce((sum, probability) => sum + probability, 0);
  const free = Math.max(0, 1 - arms.length * floor);
  return best.map((probability) => floor + (free * probability) / total);
}
