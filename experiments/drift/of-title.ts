import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import type { SliceCell } from "../../core/experiment.ts";
import type { TitleState } from "../learner.ts";
import type { Counts } from "../posterior.ts";
import { type Change, changesOf, EvidenceState, evidenceOf, foldEvidence } from "./evidence.ts";

/** What is known of one title's arms over time, with the names of the tables' rows and columns. */
export const TitleEvidence = z.strictObject({
  clusters: z.array(ClusterId),
  arms: z.array(CreativeId),
  evidence: EvidenceState.nullable(),
});
export type TitleEvidence = z.infer<typeof TitleEvidence>;

export const NO_EVIDENCE: TitleEvidence = { clusters: [], arms: [], evidence: null };

/**
 * Folds one stretch of time, over all contexts; calls must be in the order of time.
 *
 * @param slice cells of one title; the same cell may come twice
 */
export function foldTitleEvidence(before: TitleEvidence, slice: readonly SliceCell[]): TitleEvidence {
  if (slice.length === 0) return before;
  const clusters = [...new Set([...before.clusters, ...slice.map(({ clusterId }) => clusterId)])];
  const arms = [...new Set([...before.arms, ...slice.map(({ creativeId }) => creativeId)])];
  const row = new Map(clusters.map((id, i) => [id, i]));
  const column = new Map(arms.map((id, i) => [id, i]));
  const batch = clusters.map(() => arms.map(() => ({ exposures: 0, clicks: 0 })));
  for (const { clusterId, creativeId, exposures, clicks } of slice) {
    const sum = batch[row.get(clusterId) as number]?.[column.get(creativeId) as number] as (typeof batch)[0][0];
    sum.exposures += exposures;
    sum.clicks += clicks;
  }
  return { clusters, arms, evidence: foldEvidence(before.evidence, batch) };
}

/**
 * What a title's policies are to be made of: its state, less what a change has put in doubt. Each cell keeps the part of
 * its counts that the evidence keeps of its arm and cluster, over all contexts alike. Counts stay whole numbers.
 */
export function withoutDoubts(state: TitleState, { clusters, arms, evidence }: TitleEvidence): TitleState {
  if (!evidence?.doubt) return state;
  const trusted = evidenceOf(evidence);
  const trustedIn = (clusterId: ClusterId, id: CreativeId) => trusted[clusters.indexOf(clusterId)]?.[arms.indexOf(id)];
  const cells = state.cells.map((cell) => {
    const counts = state.arms.map((id, arm) => {
      const kept = trustedIn(cell.clusterId, id);
      const own = { exposures: cell.exposures[arm] ?? 0, clicks: cell.clicks[arm] ?? 0 };
      return kept ? partOf(own, kept, sumIn(state, cell.clusterId, arm)) : own;
    });
    return { ...cell, exposures: counts.map(({ exposures }) => exposures), clicks: counts.map(({ clicks }) => clicks) };
  });
  return { ...state, cells };
}

function sumIn(state: TitleState, clusterId: ClusterId, arm: number): Counts {
  const cells = state.cells.filter((cell) => cell.clusterId === clusterId);
  return {
    exposures: cells.reduce((sum, cell) => sum + (cell.exposures[arm] ?? 0), 0),
    clicks: cells.reduce((sum, cell) => sum + (cell.clicks[arm] ?? 0), 0),
  };
}

/** Of `own`, the part that `kept` is of `all`. */
function partOf(own: Counts, kept: Counts, all: Counts): Counts {
  const part = (count: number, of: number, in_: number) => (in_ > 0 ? Math.round((count * of) / in_) : 0);
  const exposures = part(own.exposures, kept.exposures, all.exposures);
  return { exposures, clicks: Math.min(exposures, part(own.clicks, kept.clicks, all.clicks)) };
}

/** Cells that have changed, surely enough to reopen what was settled in them. */
export function changedIn({ clusters, arms, evidence }: TitleEvidence): (Pick<Change, "direction" | "since"> & {
  readonly clusterId: ClusterId;
  readonly creativeId: CreativeId;
})[] {
  const changes = evidence ? changesOf(evidence).filter(({ changed }) => changed) : [];
  return changes.flatMap(({ cluster, arm, direction, since }) => {
    const [clusterId, creativeId] = [clusters[cluster], arms[arm]];
    return clusterId && creativeId ? [{ clusterId, creativeId, direction, since }] : [];
  });
}
