import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import { DRAWN } from "../core/event.ts";
import type { Stratum } from "../core/experiment.ts";
import type { Counts } from "./posterior.ts";
import { type ArmCounts, armCountsOf, type Batch } from "./winner.ts";

/** What a verdict on one cell is made of. */
export type CellEvidence = { readonly arms: readonly ArmCounts[]; readonly batches: readonly Batch[] };

/**
 * What the log says of some arms in one cluster. A batch is one policy version, context and way of being drawn: within it
 * every arm had the same kind of users, so that nothing but the arms themselves can make a difference.
 *
 * @param ids the arms that compete, in the order that the counts shall have
 * @param since only what was drawn under later policy versions counts; `null`: all of it
 */
export function evidenceOf(
  strata: readonly Stratum[],
  clusterId: ClusterId,
  ids: readonly CreativeId[],
  since: number | null = null,
): CellEvidence {
  const drawn = strata.filter(
    (one) => one.clusterId === clusterId && DRAWN.includes(one.basis) && (since === null || one.policyVersion > since),
  );
  const batches = Map.groupBy(drawn, ({ policyVersion, context, basis }) => `${policyVersion} ${basis} ${context}`);
  const found = [...batches.values()].map(batchOf);
  return { arms: armCountsOf(ids, found), batches: found };
}

function batchOf(strata: readonly Stratum[]): Batch {
  const batch = new Map<CreativeId, Counts>();
  for (const { creativeId, exposures, clicks } of strata) {
    const before = batch.get(creativeId) ?? { exposures: 0, clicks: 0 };
    batch.set(creativeId, { exposures: before.exposures + exposures, clicks: before.clicks + clicks });
  }
  return batch;
}
