import type { ClusterId } from "../../core/cluster.ts";
import type { CreativeId } from "../../core/creative.ts";
import type { Counts } from "../posterior.ts";
import { type Change, changesOf, type EvidenceState, evidenceOf, foldEvidence } from "./evidence.ts";

/** Counts of one title's arms in one cell, in the order of the title's arms. */
type Cell = {
  readonly clusterId: ClusterId;
  readonly exposures: readonly number[];
  readonly clicks: readonly number[];
};

/** A title's own words for the rows of its evidence. */
export type TitleDrift = { readonly clusters: readonly ClusterId[]; readonly evidence: EvidenceState };

/**
 * Folds one stretch of time of one title, over all its contexts.
 *
 * @param arms how many arms the cells have; arms are added at the end alone
 */
export function foldDrift(drift: TitleDrift | null, cells: readonly Cell[], arms: number): TitleDrift {
  const clusters = [...new Set([...(drift?.clusters ?? []), ...cells.map(({ clusterId }) => clusterId)])];
  const batch = clusters.map((id) =>
    totals(
      cells.filter(({ clusterId }) => clusterId === id),
      arms,
    ),
  );
  return { clusters, evidence: foldEvidence(drift?.evidence ?? null, batch) };
}

/**
 * All counts of a title as far as they still hold: where an arm changed in a cluster, its counts are cut down in all
 * contexts by the same factor. Without a change, the very same counts.
 *
 * @param cells all that was ever counted
 */
export function current<Own extends Cell>(drift: TitleDrift, cells: readonly Own[]): Own[] {
  if (!drift.evidence.doubt) return [...cells];
  const evidence = evidenceOf(drift.evidence);
  return cells.map((cell) => {
    const judged = evidence[drift.clusters.indexOf(cell.clusterId)] ?? [];
    const all = totals(
      cells.filter(({ clusterId }) => clusterId === cell.clusterId),
      cell.exposures.length,
    );
    const scaled = (key: keyof Counts) =>
      cell[key].map((value, arm) => {
        const total = all[arm]?.[key] ?? 0;
        return total > 0 ? (value * (judged[arm]?.[key] ?? total)) / total : 0;
      });
    const exposures = scaled("exposures");
    return { ...cell, exposures, clicks: scaled("clicks").map((x, arm) => Math.min(x, exposures[arm] as number)) };
  });
}

/** A cell of a title whose arm was suspected to have changed; see `Change`. */
export type TitleChange = Omit<Change, "cluster" | "arm"> & {
  readonly clusterId: ClusterId;
  readonly creativeId: CreativeId;
};

/** What changed last, by name. @param arms the title's, in the order of its cells */
export const changesIn = ({ clusters, evidence }: TitleDrift, arms: readonly CreativeId[]): TitleChange[] =>
  changesOf(evidence).flatMap(({ cluster, arm, ...change }) => {
    const [clusterId, creativeId] = [clusters[cluster], arms[arm]];
    return clusterId && creativeId ? [{ ...change, clusterId, creativeId }] : [];
  });

function totals(cells: readonly Cell[], arms: number): Counts[] {
  return Array.from({ length: arms }, (_, arm) => ({
    exposures: cells.reduce((sum, { exposures }) => sum + (exposures[arm] ?? 0), 0),
    clicks: cells.reduce((sum, { clicks }) => sum + (clicks[arm] ?? 0), 0),
  }));
}
