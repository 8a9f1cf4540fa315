import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import type { Experiment, Policy } from "../core/experiment.ts";
import type { DrawStore, EventStore, Winner, WinnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { evidenceOf } from "../experiments/evidence.ts";
import { ratioRowsOf, sampleRatios } from "../experiments/ratio.ts";
import { judge, possibleWinner, winnerRuleOf } from "../experiments/winner.ts";
import { daysSeen, type Kept } from "./kept-title.ts";

export type Judged = {
  readonly experiment: Experiment;
  readonly kept: Kept;
  /** Of this title, as they are served. */
  readonly policies: readonly Policy[];
};

/** A cell whose sums say that an arm may have won. */
export type Candidate = {
  readonly experiment: Experiment;
  readonly titleId: TitleId;
  readonly clusterId: ClusterId;
  readonly creativeId: CreativeId;
  /** Those that compete. */
  readonly arms: readonly CreativeId[];
  readonly days: number;
};

/**
 * The cells that may have a winner, among the arms that their policy serves: after a whole cycle, and not where shares are
 * given and nothing is compared. Sums over policy versions are all that is asked, which are kept for every title.
 */
export function candidatesOf({ experiment, kept, policies }: Judged, until: string): Candidate[] {
  const { titleId, settings } = experiment;
  if (experiment.state !== "open" || settings.mode === "fixed" || settings.mode === "holdout") return [];
  return policies.flatMap(({ clusterId, context, arms }) => {
    if (context || clusterId in experiment.merged || arms.length === 0) return [];
    const days = daysSeen(kept, clusterId, until);
    const seen = new Map(
      kept.seen.find((cell) => cell.clusterId === clusterId)?.arms.map((arm) => [arm.creativeId, arm]),
    );
    const counts = arms.map(({ creativeId }) => seen.get(creativeId) ?? { creativeId, exposures: 0, clicks: 0 });
    const creativeId = possibleWinner(counts, winnerRuleOf(settings), { days });
    if (creativeId === null) return [];
    return [{ experiment, titleId, clusterId, creativeId, arms: arms.map((arm) => arm.creativeId), days }];
  });
}

/** Those that do not stand already. */
export function freshCandidates(
  candidates: readonly Candidate[],
  standing: readonly { titleId: TitleId; clusterId: ClusterId; creativeId: string }[],
): Candidate[] {
  const known = new Map(standing.map((winner) => [`${winner.titleId} ${winner.clusterId}`, winner.creativeId]));
  return candidates.filter(({ titleId, clusterId, creativeId }) => known.get(`${titleId} ${clusterId}`) !== creativeId);
}

/**
 * The candidates that are proven: by what their arms earned within each policy version, with arms that were shown as often
 * as they were drawn, and only by what was seen since a person took a winner of the cell back.
 */
export async function provenOf(
  candidates: readonly Candidate[],
  stores: {
    readonly events: Pick<EventStore, "strata">;
    readonly draws: DrawStore;
    readonly winners: Pick<WinnerStore, "history">;
  },
  policyVersion: number,
): Promise<Winner[]> {
  const proven: Winner[] = [];
  for (const [titleId, cells] of Map.groupBy(candidates, (candidate) => candidate.titleId)) {
    const { settings } = (cells[0] as Candidate).experiment;
    const strata = await stores.events.strata({ titleId, reward: settings.reward });
    const draws = await stores.draws.first(titleId);
    const history = await stores.winners.history(titleId);
    for (const { clusterId, arms, days } of cells) {
      const reversed = history.flatMap((row) =>
        row.clusterId === clusterId ? (row.reversal?.policyVersion ?? []) : [],
      );
      const since = reversed.length > 0 ? Math.max(...reversed) : null;
      const evidence = evidenceOf(strata, clusterId, arms, since);
      const mismatch = sampleRatios(ratioRowsOf(draws, since)).get(clusterId)?.flagged ?? false;
      const { batches } = evidence;
      const verdict = judge(evidence.arms, winnerRuleOf(settings), { batches, days, mismatch, since });
      if (verdict.kind === "winner")
        proven.push({ titleId, clusterId, creativeId: verdict.leader, policyVersion, evidence: verdict.evidence });
    }
  }
  return proven;
}
