import type { Counts } from "../posterior.ts";
import { posteriorsOf } from "../posterior.ts";

/** A rival this many standard errors behind is ruled out at any look; to show it on buys no proof. */
const RULED_OUT = 4.5;

/**
 * Gives a part of the traffic to the rivals that are hardest to rule out, so that a leader can be proven.
 *
 *   share_i' = (1 - q) share_i + q c_i,   c_i ∝ exp(-z_i² / 2)
 *
 * over the rivals, where z_i is how many standard errors the leader's log-odds are ahead of theirs by the cell's own
 * counts. A bandit that has found the best arm hardly shows the others any more, and would wait for ever for the proof;
 * the closest rivals are the cheapest to show, too. In the end all rivals are ruled out at about the same time, which
 * proves soonest. Nothing is given while all are ruled out, or with fewer than two arms.
 *
 * @param shares of one cell's arms that can be shown; they sum to 1
 * @param seen what was counted of them
 * @param part q, 0..1, 1 excluded
 * @returns shares in their order; each is at least (1 - q) of what it was, and they sum to 1
 *
 * Source: D. Russo, Simple Bayesian algorithms for best-arm identification, Oper. Res. 68 (2020) 1625-1647 (top-two
 * Thompson sampling), its second arm chosen by pairs instead of by draws.
 */
export function challenged(shares: readonly number[], seen: readonly Counts[], part: number): readonly number[] {
  if (!(part >= 0 && part < 1)) throw new RangeError(`part must be in 0..1, 1 excluded, not ${part}`);
  if (part === 0 || shares.length < 2) return shares;
  const odds = posteriorsOf(seen.map(toWhole)).map(({ a, b }) => ({ logit: Math.log(a / b), variance: 1 / a + 1 / b }));
  const leader = odds.reduce((best, one) => (one.logit > best.logit ? one : best));
  const weights = odds.map((one) => {
    const ahead = (leader.logit - one.logit) / Math.sqrt(leader.variance + one.variance);
    return one === leader || ahead > RULED_OUT ? 0 : Math.exp(-0.5 * ahead * ahead);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return shares;
  return shares.map((share, i) => (1 - part) * share + (part * (weights[i] as number)) / total);
}

/** Discounted counts need not be whole. */
const toWhole = ({ exposures, clicks }: Counts): Counts => {
  const shown = Math.round(exposures);
  return { exposures: shown, clicks: Math.min(shown, Math.max(0, Math.round(clicks))) };
};
