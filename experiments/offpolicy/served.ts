import { DEFAULT_EXPERIMENT } from "../../core/experiment.ts";
import { addTo } from "../bandit/marquee.ts";
import type { ShareRule } from "../policies.ts";
import type { Counts } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";
import type { Contest, Decision } from "./census.ts";
import { entry } from "./entry.ts";
import type { Learner, Policy } from "./policy.ts";

/** Decisions of a contest between two policies that are served: learning is in batches, as in the service. */
export const BATCH = 200;

/**
 * A policy that can be served, as it would be: the same rule, with the settings that an experiment has when nobody
 * changes them.
 */
export const served = (name: string, rule: ShareRule): Policy => ({
  name,
  training: "half",
  progressive: true,
  learner: (contest) => servedLearner(contest, rule),
});

/**
 * Segments are the rule's clusters. Rewards over 0 count as clicks.
 *
 * @param known what was learned before the log, by segment and arm
 */
export function servedLearner({ arms, segments }: Contest, rule: ShareRule, known?: Table<Counts>): Learner {
  const empty = () => segments.map(() => arms.map(() => ({ exposures: 0, clicks: 0 })));
  const numbers = new Map(segments.map((segment, number) => [segment, number]));
  const current = new Map<string, Table<number>>();
  const evidence = empty();
  let batch = empty();
  let waiting = 0;
  const settle = () => {
    addTo(evidence, batch);
    batch = empty();
    waiting = 0;
    current.clear();
  };
  if (known) addTo(evidence, known);
  return {
    shares({ open, segment }) {
      const isOpen = () => arms.map((_, arm) => open.includes(arm));
      const shares = entry(current, open.join(), () => rule(evidence, isOpen(), DEFAULT_EXPERIMENT));
      const own = shares[numbers.get(segment) ?? 0];
      return open.map((arm) => own?.[arm] ?? 0);
    },
    learn({ segment, arm, reward }: Decision) {
      const counts = batch[numbers.get(segment) ?? 0]?.[arm];
      if (!counts) return;
      counts.exposures++;
      counts.clicks += reward > 0 ? 1 : 0;
      if (++waiting >= BATCH) settle();
    },
    settle,
  };
}
