import { addTo, spreadOver, tableOf } from "../bandit/marquee.ts";
import { chancesBest } from "../best-fast.ts";
import type { Beta } from "../beta.ts";
import type { Counts } from "../posterior.ts";
import type { Bandit } from "./play.ts";

type Rule = (cell: readonly Counts[]) => ArrayLike<number>;

/** A policy that sees each cluster by itself and remembers all counts. */
function cellBandit(clusters: number, arms: number, rule: Rule): Bandit {
  const counts = tableOf(clusters, arms);
  return {
    shares: (open) => counts.map((cell) => spreadOver(open, rule(cell.filter((_, arm) => open[arm])))),
    learn: (batch) => addTo(counts, batch),
  };
}

/** Equal shares for ever. */
export const uniformBandit = (clusters: number, arms: number): Bandit =>
  cellBandit(clusters, arms, (cell) => cell.map(() => 1 / cell.length));

/** Thompson sampling of each cell by itself from one prior; `variance` below 1 narrows the posteriors. No floor. */
export const thompsonBandit = (clusters: number, arms: number, prior: Beta, variance = 1): Bandit =>
  cellBandit(clusters, arms, (cell) =>
    chancesBest(
      cell.map(({ exposures, clicks }) => ({
        a: (prior.a + clicks) / variance,
        b: (prior.b + exposures - clicks) / variance,
      })),
    ),
  );

/** The arm with the highest click rate so far, but for a share `epsilon` that is spread over all; unseen arms first. */
export const greedyBandit = (clusters: number, arms: number, epsilon: number): Bandit =>
  cellBandit(clusters, arms, (cell) => {
    const rates = cell.map(({ exposures, clicks }) => (exposures > 0 ? clicks / exposures : Number.POSITIVE_INFINITY));
    const best = Math.max(...rates);
    const leaders = rates.filter((rate) => rate === best).length;
    return rates.map((rate) => epsilon / cell.length + (rate === best ? (1 - epsilon) / leaders : 0));
  });
