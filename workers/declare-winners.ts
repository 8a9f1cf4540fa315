import type { ClusterId } from "../core/cluster.ts";
import type { Experiment, Policy } from "../core/experiment.ts";
import type { Winner } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { judge, WINNER_RULE } from "../experiments/winner.ts";
import { daysSeen, type Kept } from "./kept-title.ts";

export type Judged = {
  readonly experiment: Experiment;
  readonly kept: Kept;
  /** Of this title, as they are served. */
  readonly policies: readonly Policy[];
};

/**
 * The proven winner of each cell that has one, among the arms that its policy serves: after a whole cycle, and not where
 * shares are given and nothing is compared.
 */
export function winnersOf(
  { experiment, kept, policies }: Judged,
  { policyVersion, until }: { policyVersion: number; until: string },
): Winner[] {
  const { titleId, settings } = experiment;
  if (experiment.state !== "open" || settings.mode === "fixed" || settings.mode === "holdout") return [];
  return policies.flatMap(({ clusterId, context, arms }) => {
    if (context || clusterId in experiment.merged || arms.length === 0) return [];
    if (daysSeen(kept, clusterId, until) < settings.cycleDays) return [];
    const seen = new Map(
      kept.seen.find((cell) => cell.clusterId === clusterId)?.arms.map((arm) => [arm.creativeId, arm]),
    );
    const counts = arms.map(({ creativeId }) => seen.get(creativeId) ?? { creativeId, exposures: 0, clicks: 0 });
    const verdict = judge(counts, { ...WINNER_RULE, exposures: settings.leastExposures });
    if (verdict.kind !== "winner") return [];
    return [{ titleId, clusterId, creativeId: verdict.leader, policyVersion, evidence: verdict.evidence }];
  });
}

/** Those that do not stand already. */
export function freshWinners(
  winners: readonly Winner[],
  standing: readonly { titleId: TitleId; clusterId: ClusterId; creativeId: string }[],
): Winner[] {
  const known = new Map(standing.map((winner) => [`${winner.titleId} ${winner.clusterId}`, winner.creativeId]));
  return winners.filter((winner) => known.get(`${winner.titleId} ${winner.clusterId}`) !== winner.creativeId);
}
