import { QUEUE_JOBS } from "../core/job.ts";
import type { Processor, SnapshotStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { type Learned, workspaceLearner } from "./learn-workspace.ts";

/** Learns every workspace from its events: states, policies, winners. Idle where nothing has changed since. */
export const learnPoliciesProcessor = (deps: {
  snapshots: Pick<SnapshotStore, "revisions">;
  /** The stores of one workspace. */
  of: (workspace: WorkspaceId) => Learned;
}): Processor => {
  const learners = new Map<WorkspaceId, ReturnType<typeof workspaceLearner>>();
  const learnerOf = (workspace: WorkspaceId) => {
    const known = learners.get(workspace) ?? workspaceLearner(deps.of(workspace));
    learners.set(workspace, known);
    return known;
  };
  return async (payload, signal) => {
    QUEUE_JOBS["policy.learn"].parse(payload);
    const outcomes: PromiseSettledResult<boolean>[] = [];
    for (const workspace of (await deps.snapshots.revisions()).keys()) {
      signal.throwIfAborted();
      // One workspace that fails keeps no other from learning.
      outcomes.push(...(await Promise.allSettled([learnerOf(workspace)(signal)])));
    }
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    return outcomes.some((outcome) => outcome.status === "fulfilled" && outcome.value) ? "learned" : "nothing-to-learn";
  };
};
