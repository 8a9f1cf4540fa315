import { seedOf } from "../core/random.ts";
import type { EventStore, JobQueue, JobStore, PolicyStore, Processor, SnapshotStore, WinnerStore } from "../core/ports.ts";
import { QUEUE_JOBS } from "../core/job.ts";
import { learn, type LearnOptions } from "../experiments/learn.ts";
import { judge, type WinnerRule } from "../experiments/winner.ts";

// Longer than any order takes from its rows to the queue.
const ORPHANED_AFTER_MS = 60_000;

/** Computes all policies from the counts and declares winners. Idle when nothing has changed since the last run. */
export const learnPoliciesProcessor = (deps: {
  snapshots: SnapshotStore;
  events: EventStore;
  policies: PolicyStore;
  winners: WinnerStore;
  jobs: Pick<JobStore, "unfinished">;
  queue: Pick<JobQueue, "addFlows">;
  learning: LearnOptions;
  rule: WinnerRule;
}): Processor => {
  let lastSeen = "";
  return async (payload) => {
    QUEUE_JOBS["policy.learn"].parse(payload);
    await deps.queue.addFlows(await deps.jobs.unfinished(ORPHANED_AFTER_MS));

    const rows = await deps.snapshots.load();
    const open = rows.experiments.filter((experiment) => experiment.state === "open");
    const tallies = await deps.events.tallies(null);
    const seen = JSON.stringify([open, rows.approved.map((creative) => creative.id), tallies]);
    if (open.length === 0 || seen === lastSeen) return "nothing-to-learn";

    const arms = Map.groupBy(rows.approved, (creative) => creative.titleId);
    const experiments = open.map((experiment) => ({
      titleId: experiment.titleId,
      controlId: experiment.controlId,
      arms: (arms.get(experiment.titleId) ?? []).map((creative) => creative.id),
      clusters: rows.clusters,
    }));
    const seed = seedOf("policy", rows.policies.version + 1);
    const policies = learn({ tallies, experiments, seed, options: deps.learning });
    const policyVersion = await deps.policies.publish({ seed, policies });
    await deps.winners.declare(winnersOf(policies, tallies, deps.rule, policyVersion));
    lastSeen = seen;
    return "learned";
  };
};
