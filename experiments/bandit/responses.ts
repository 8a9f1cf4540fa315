import type { Counts } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";

/**
 * What each cell of a title says about its arm, as a normal observation of log-odds: `value` above what was expected,
 * with `weight`, the inverse of its variance. A cell without exposures weighs nothing. Cluster by cluster, arm by arm.
 */
export type Responses = {
  readonly clusters: number;
  readonly arms: number;
  readonly value: Float64Array;
  readonly weight: Float64Array;
};

/**
 * @param evidence by cluster and arm
 * @param base the log-odds that were expected, cluster by cluster, arm by arm
 */
export function responsesOf(evidence: Table<Counts>, base: Float64Array): Responses {
  const value = new Float64Array(base.length);
  const weight = new Float64Array(base.length);
  let at = 0;
  for (const cell of evidence) {
    for (const { exposures, clicks } of cell) {
      const hits = exposures / (1 + Math.exp(-(base[at] as number)));
      // Half a click on either side keeps a cell without clicks, or without misses, finite (Haldane, Anscombe 1956).
      const [up, down] = [clicks + 0.5, Math.max(0, exposures - clicks) + 0.5];
      const [upThen, downThen] = [hits + 0.5, exposures - hits + 0.5];
      value[at] = Math.log((up * downThen) / (down * upThen));
      weight[at] = ((up * down) / (up + down)) * (hits / upThen) * ((exposures - hits) / downThen);
      at++;
    }
  }
  return { clusters: evidence.length, arms: evidence[0]?.length ?? 0, value, weight };
}
