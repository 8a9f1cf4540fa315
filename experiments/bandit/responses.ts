import type { Counts } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";

/**
 * What each cell of a title says about its arm, as a normal observation of log-odds: `value` above what was expected,
 * with `weight`, the inverse of its variance. A cell without exposures weighs nothing.
 */
export type Responses = { readonly value: readonly Float64Array[]; readonly weight: readonly Float64Array[] };

/**
 * @param evidence by cluster and arm
 * @param base the log-odds that were expected, by cluster and arm
 */
export function responsesOf(evidence: Table<Counts>, base: readonly Float64Array[]): Responses {
  const value = evidence.map((cell) => new Float64Array(cell.length));
  const weight = evidence.map((cell) => new Float64Array(cell.length));
  for (const [c, cell] of evidence.entries()) {
    const [y, w, expected] = [value[c], weight[c], base[c]] as [Float64Array, Float64Array, Float64Array];
    for (const [i, { exposures, clicks }] of cell.entries()) {
      const hits = exposures / (1 + Math.exp(-(expected[i] as number)));
      // Half a click on either side keeps a cell without clicks, or without misses, finite (Haldane, Anscombe 1956).
      const [up, down] = [clicks + 0.5, Math.max(0, exposures - clicks) + 0.5];
      const [upThen, downThen] = [hits + 0.5, exposures - hits + 0.5];
      y[i] = Math.log((up * downThen) / (down * upThen));
      w[i] = ((up * down) / (up + down)) * (hits / upThen) * ((exposures - hits) / downThen);
    }
  }
  return { value, weight };
}
