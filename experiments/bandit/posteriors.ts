import type { Beta } from "../beta.ts";
import { type Counts, priorOf } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";

/**
 * The posteriors of a title's arms in every cluster.
 *
 * @param evidence by cluster and arm; discounted evidence need not be whole numbers
 */
export function titlePosteriors(evidence: Table<Counts>): Table<Beta> {
  return evidence.map((cell) => {
    const prior = priorOf(cell);
    return cell.map(({ exposures, clicks }) => ({ a: prior.a + clicks, b: prior.b + Math.max(0, exposures - clicks) }));
  });
}
