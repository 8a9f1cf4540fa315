import { chances } from "../bandit/chances.ts";
import { addTo } from "../bandit/marquee.ts";
import type { Beta } from "../beta.ts";
import type { Counts } from "../posterior.ts";
import type { Bandit, Table } from "./play.ts";

type Rule = (cell: readonly Counts[]) => ArrayLike<number>;

/** A policy that sees each cluster by itself and remembers all counts. */
function cellBandit(clusters: number, arms: number, rule: Rule): Bandit {
  const counts = Array.from({ length: clusters }, () =>
    Array.from({ length: arms }, () => ({ exposures: 0, clicks: 0 })),
  );
  return {
    shares: (open) => counts.map((cell) => spread(open, rule(cell.filter((_, arm) => open[arm])))),
    learn: (batch: Table<Counts>) => addTo(counts, batch),
  };
}

/** Shares of the open arms, put where they belong; 0 elsewhere. */
function spread(open: readonly boolean[], shares: ArrayLike<number>): number[] {
  let next = 0;
  return open.map((is) => (is ? (shares[next++] as number) : 0));
}

/** Equal shares for ever. */
export const uniformBandit = (clusters: number, arms: number): Bandit =>
  cellBandit(clusters, arms, (cell) => cell.map(() => 1 / cell.length));

/** Thompson sampling of each cell by itself from one prior; `variance` below 1 narrows the posteriors. */
export const thompsonBandit = (clusters: number, arms: number, prior: Beta, variance = 1): Bandit =>
  cellBandit(clusters, arms, (cell) =>
    chances(
      cell.map(({ exposures, clicks }) => ({ a: prior.a + clicks, b: prior.b + exposures - clicks })),
      variance,
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
