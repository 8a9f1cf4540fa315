import type { CreativeId } from "../core/creative.ts";
import type { Tally } from "../core/experiment.ts";
import { standings } from "../experiments/best.ts";
import { posteriorsOf } from "../experiments/posterior.ts";

/** An arm is a loser when it is this unlikely to be best, in every cluster that has been shown anything. */
export const LOSES_BELOW = 0.01;

/**
 * The arms of one title that its experiment has as good as ruled out: the probability to be best is below LOSES_BELOW
 * in every cluster with an exposure. The control never is one: it is what the others are measured by. Before the first
 * exposure nobody has lost.
 *
 * @param arms approved creatives of the title, the control included
 */
export function losersOf(
  arms: readonly CreativeId[],
  control: CreativeId | null,
  tallies: readonly Tally[],
): ReadonlySet<CreativeId> {
  const cells = [...Map.groupBy(tallies, ({ clusterId }) => clusterId).values()].filter((cell) =>
    cell.some(({ exposures, creativeId }) => exposures > 0 && arms.includes(creativeId)),
  );
  if (cells.length === 0) return new Set();
  const chances = cells.map((cell) => {
    const seen = new Map(cell.map((tally) => [tally.creativeId, tally]));
    const counts = arms.map((id) => seen.get(id) ?? { exposures: 0, clicks: 0 });
    return standings(posteriorsOf(counts)).map(({ probabilityBest }) => probabilityBest);
  });
  const ruledOut = arms.filter((_, arm) => chances.every((cell) => (cell[arm] ?? 1) < LOSES_BELOW));
  return new Set(ruledOut.filter((id) => id !== control));
}
