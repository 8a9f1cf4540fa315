import { DEFAULT_EXPERIMENT } from "../../core/experiment.ts";
import { marqueeBandit } from "../bandit/marquee.ts";
import type { Counts } from "../posterior.ts";
import type { Bandit, Table } from "../worlds/play.ts";
import type { Contest, Decision } from "./census.ts";
import { entry } from "./entry.ts";
import type { Learner, Policy } from "./policy.ts";

/** Decisions of a contest between two policies of the product's own: it learns in batches, as it does when it serves. */
export const BATCH = 200;

/** The product's own policy, with the settings that an experiment has when nobody changes them. */
export const marquee: Policy = {
  name: "marquee",
  training: "half",
  progressive: true,
  learner: (contest) => marqueeLearner(contest),
};

/** @param known what it has learned before the log, by segment and arm */
export function marqueeLearner(contest: Contest, known?: Table<Counts>): Learner {
  const bandit = marqueeBandit(contest.segments.length, contest.arms.length, DEFAULT_EXPERIMENT);
  if (known) bandit.learn(known);
  return batched(contest, bandit);
}

/** A bandit of the simulations as a learner of logs: segments are its clusters. Rewards over 0 count as clicks. */
function batched({ arms, segments }: Contest, bandit: Bandit): Learner {
  const empty = () => segments.map(() => arms.map(() => ({ exposures: 0, clicks: 0 })));
  const numbers = new Map(segments.map((segment, number) => [segment, number]));
  const current = new Map<string, readonly (readonly number[])[]>();
  let batch = empty();
  let waiting = 0;
  const settle = () => {
    if (waiting === 0) return;
    bandit.learn(batch);
    batch = empty();
    waiting = 0;
    current.clear();
  };
  return {
    shares({ open, segment }) {
      const shares = entry(current, open.join(), () => bandit.shares(arms.map((_, arm) => open.includes(arm))));
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
