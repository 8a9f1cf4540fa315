import { z } from "zod";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import type { Experiment, SliceCell } from "../core/experiment.ts";
import { Reward } from "../core/reward.ts";
import { foldTitleEvidence, NO_EVIDENCE, TitleEvidence } from "../experiments/drift/of-title.ts";
import { foldGuard, freshGuard, GuardState, watchesFor } from "../experiments/guard.ts";
import { foldTitle, TitleState } from "../experiments/learner.ts";

const DAY_MS = 86_400_000;
const count = z.int().min(0);

/** All that was counted in one cluster, over all contexts, whatever the learner has forgotten of it since. */
const Seen = z.strictObject({
  /** When its first exposures were folded. */
  since: z.iso.datetime(),
  /** Days, UTC, on which there were exposures, and the last of them as days since 1970. */
  days: count,
  lastDay: z.int(),
  arms: z.array(z.strictObject({ creativeId: CreativeId, exposures: count, clicks: count })),
});

/** What is kept of one title between runs: one row of learner_states. */
export const Kept = z.strictObject({
  /** What was rewarded when it was counted. */
  reward: Reward,
  state: TitleState,
  /** The same over time, to find what has changed. */
  evidence: TitleEvidence,
  /** Exposures of the title before the last change for which a winner was taken back. */
  reopened: z.number().min(0).default(0),
  seen: z.array(Seen.extend({ clusterId: ClusterId })),
  guard: GuardState.optional(),
});
export type Kept = z.infer<typeof Kept>;

/** Nothing was counted yet. */
export const freshKept = (reward: Reward): Kept => ({
  reward,
  state: foldTitle(null, []),
  evidence: NO_EVIDENCE,
  reopened: 0,
  seen: [],
});

/** Whether it was counted in terms of what the experiment rewards now. */
export const countedAs = (kept: Kept, { settings }: Experiment): boolean =>
  JSON.stringify(kept.reward) === JSON.stringify(settings.reward);

/** Folds one stretch of time, which ended at `until`, into what is kept of a title. */
export function foldKept(kept: Kept, slice: readonly SliceCell[], until: string): Kept {
  if (slice.length === 0) return kept;
  const seen = new Map(kept.seen.map((cell) => [cell.clusterId, cell]));
  const day = Math.floor(Date.parse(until) / DAY_MS);
  for (const [clusterId, cells] of Map.groupBy(slice, (cell) => cell.clusterId)) {
    const before = seen.get(clusterId) ?? { clusterId, since: until, days: 0, lastDay: -1, arms: [] };
    const days = before.days + (day > before.lastDay ? 1 : 0);
    seen.set(clusterId, { ...before, days, lastDay: Math.max(day, before.lastDay), arms: added(before.arms, cells) });
  }
  const evidence = foldTitleEvidence(kept.evidence, slice);
  return { ...kept, state: foldTitle(kept.state, slice), evidence, seen: [...seen.values()] };
}

type ArmSum = z.infer<typeof Seen>["arms"][number];

function added(sums: readonly ArmSum[], cells: readonly SliceCell[]): ArmSum[] {
  const arms = new Map(sums.map((sum) => [sum.creativeId, sum]));
  for (const { creativeId, exposures, clicks } of cells) {
    const sum = arms.get(creativeId) ?? { creativeId, exposures: 0, clicks: 0 };
    arms.set(creativeId, { creativeId, exposures: sum.exposures + exposures, clicks: sum.clicks + clicks });
  }
  return [...arms.values()];
}

/**
 * Whole days that a cluster has been seen in: as many as went by since its first exposures, and no more than there were
 * days with any.
 */
export function daysSeen(kept: Kept, clusterId: ClusterId, until: string): number {
  const cell = kept.seen.find((one) => one.clusterId === clusterId);
  if (!cell) return 0;
  return Math.max(0, Math.min(cell.days, (Date.parse(until) - Date.parse(cell.since)) / DAY_MS));
}

/** Whether what is kept watches over the experiment's guard; it has none, or its state is of another one, otherwise. */
export const isGuarded = (kept: Kept, { settings, controlId }: Experiment): boolean =>
  settings.guard !== undefined && watchesFor(kept.guard, settings.guard, controlId);

/** Folds what the guard's own windows brought: of a guard that is new, everything from the beginning. */
export function foldGuarded(kept: Kept, { settings, controlId }: Experiment, slice: readonly SliceCell[]): Kept {
  if (!settings.guard) return kept;
  const known = watchesFor(kept.guard, settings.guard, controlId) ? kept.guard : undefined;
  if (known && slice.length === 0) return kept;
  return { ...kept, guard: foldGuard(known ?? freshGuard(settings.guard, controlId), slice) };
}
