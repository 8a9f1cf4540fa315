/**
 * A title's contest whose truth is known: impressions come one by one, each of a cluster, and every arm has a click
 * rate there. Rates may depend on the time and on what was shown before.
 */
export type World = {
  readonly arms: number;
  /** Each cluster's share of the impressions; they sum to 1. */
  readonly shares: readonly number[];
  /**
   * The click rate, 0..1, of one arm for one cluster.
   *
   * @param at which impression it is, from 0
   * @param shown how often the arm was shown to that cluster before
   */
  rate(at: number, cluster: number, arm: number, shown: number): number;
  /** Arms that cannot be shown yet, or any more; absent: all can. Regret is over those that can. */
  open?(at: number, arm: number): boolean;
};

/** The same rates for ever. @param ctr click rates by cluster and arm */
export function steadyWorld(ctr: readonly (readonly number[])[], shares: readonly number[]): World {
  return { arms: ctr[0]?.length ?? 0, shares, rate: (_at, cluster, arm) => ctr[cluster]?.[arm] ?? 0 };
}
