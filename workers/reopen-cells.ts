import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import type { WinnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { changedIn } from "../experiments/drift/of-title.ts";
import type { Kept } from "./kept-title.ts";

/** Who takes winners back, in their rows and in the audit. */
export const LEARNER = "learner";

/**
 * Takes winners back whose cells have changed: the winner fell, or another arm rose. What was seen of such a cell before
 * counts for no winner any more, and a whole cycle must be seen again. What it changed in `fresh` is to be kept; a run
 * that is broken off before that finds no winner standing the next time, and goes on.
 */
export async function reopenCells(
  winners: Pick<WinnerStore, "standing" | "reverse">,
  fresh: Map<TitleId, Kept>,
): Promise<void> {
  for (const [titleId, kept] of fresh) {
    const changes = changedIn(kept.evidence).filter(({ since }) => since > kept.reopened);
    if (changes.length === 0) continue;
    const reopened: ClusterId[] = [];
    for (const { clusterId, creativeId } of await winners.standing(titleId)) {
      const change = changes.find((one) => one.clusterId === clusterId && concerns(one, creativeId));
      if (!change) continue;
      const who = change.creativeId === creativeId ? "the winner" : "another arm";
      const reason = `${who} ${change.direction}: what was seen of ${change.creativeId} since differs from before`;
      await winners.reverse({ titleId, clusterId }, { actor: LEARNER, reason });
      reopened.push(clusterId);
    }
    fresh.set(titleId, {
      ...kept,
      reopened: Math.max(...changes.map(({ since }) => since)),
      seen: kept.seen.filter(({ clusterId }) => !reopened.includes(clusterId)),
    });
  }
}

const concerns = (change: { creativeId: CreativeId; direction: "fell" | "rose" }, winner: CreativeId): boolean =>
  (change.creativeId === winner) === (change.direction === "fell");
