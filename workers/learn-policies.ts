import type { Policy, Tally } from "../core/experiment.ts";
import { QUEUE_JOBS } from "../core/job.ts";
import type { EventStore, PolicyStore, Processor, SnapshotStore, Winner, WinnerStore } from "../core/ports.ts";
import type { SnapshotRows } from "../core/snapshot.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { learn } from "../experiments/learn.ts";
import { stretched } from "../experiments/stretches.ts";
import { judge } from "../experiments/winner.ts";

/** Computes all policies from the counts and declares winners. Idle when nothing has changed since its last run. */
export const learnPoliciesProcessor = (deps: {
  snapshots: SnapshotStore;
  /** The stores of one workspace. */
  of: (workspace: WorkspaceId) => Learned;
}): Processor => {
  const learners = new Map<WorkspaceId, () => Promise<boolean>>();
  const learnerOf = (workspace: WorkspaceId) => {
    const known = learners.get(workspace) ?? learnerFor(deps.of(workspace), () => deps.snapshots.load(workspace));
    learners.set(workspace, known);
    return known;
  };
  return async (payload, signal) => {
    QUEUE_JOBS["policy.learn"].parse(payload);
    const outcomes: PromiseSettledResult<boolean>[] = [];
    for (const workspace of (await deps.snapshots.revisions()).keys()) {
      signal.throwIfAborted();
      // One workspace that fails keeps no other from learning.
      outcomes.push(...(await Promise.allSettled([learnerOf(workspace)()])));
    }
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    return outcomes.some((outcome) => outcome.status === "fulfilled" && outcome.value) ? "learned" : "nothing-to-learn";
  };
};

type Learned = { readonly events: EventStore; readonly policies: PolicyStore; readonly winners: WinnerStore };

/** Learns one workspace's policies; the answer of a run is whether it published any. */
function learnerFor(deps: Learned, load: () => Promise<SnapshotRows>): () => Promise<boolean> {
  let lastSeen = "";
  return async () => {
    const { experiments, approved, clusters, policies: table } = await load();
    const before = [...table.all()];
    const open = experiments.filter((experiment) => experiment.state === "open");
    const arms = Map.groupBy(approved, (creative) => creative.titleId);
    const contests = open.map(({ titleId, controlId, merged }) => ({
      titleId,
      controlId,
      arms: (arms.get(titleId) ?? []).map((creative) => creative.id),
      clusters: clusters.filter((cluster) => !(cluster in merged)),
    }));
    const tallies = await deps.events.tallies(null);
    const seen = JSON.stringify([contests, tallies]);
    if (contests.length === 0 || seen === lastSeen) return false;

    const policies = learn({ tallies, experiments: contests });
    // A closed experiment keeps its last policy: its leader is still served.
    const closed = before.filter(({ titleId }) => open.every((experiment) => experiment.titleId !== titleId));
    const policyVersion = await deps.policies.publish([...stretched(before, policies), ...closed]);
    await deps.winners.declare(winnersOf(policies, tallies, policyVersion));
    lastSeen = seen;
    return true;
  };
}

/** The proven winner of each cell that has one, among the arms that its policy serves. */
function winnersOf(policies: readonly Policy[], tallies: readonly Tally[], policyVersion: number): Winner[] {
  const cells = Map.groupBy(tallies, (tally) => `${tally.titleId} ${tally.clusterId}`);
  return policies.flatMap(({ titleId, clusterId, arms }) => {
    const seen = new Map(cells.get(`${titleId} ${clusterId}`)?.map((tally) => [tally.creativeId, tally]));
    const verdict = judge(
      arms.map(({ creativeId }) => ({
        creativeId,
        exposures: seen.get(creativeId)?.exposures ?? 0,
        clicks: seen.get(creativeId)?.clicks ?? 0,
      })),
    );
    if (verdict.kind !== "winner") return [];
    return [{ titleId, clusterId, creativeId: verdict.leader, policyVersion, evidence: verdict.evidence }];
  });
}
