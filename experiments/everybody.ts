import type { CreativeId } from "../core/creative.ts";
import { betaMean } from "./beta.ts";
import { PRIOR_CLICKS, posteriorsOf } from "./posterior.ts";
import type { ArmCounts } from "./winner.ts";

/**
 * The one artwork to show if everybody had to see the same: the arm with the highest mean over clusters of its
 * posterior mean rate, weighted by audience.
 *
 * @param cells one a cluster; `weight` is its share of the audience, in any unit, and an arm that is missing from a
 * cell has not been shown there
 * @returns the arm's id, the first in the order of ids when several are best, and its rate over everybody
 * @throws RangeError without a weight above 0 or without arms
 */
export function bestForEverybody(
  cells: readonly { readonly weight: number; readonly arms: readonly ArmCounts[] }[],
  priorClicks = PRIOR_CLICKS,
): { readonly creativeId: CreativeId; readonly rate: number } {
  const ids = [...new Set(cells.flatMap(({ arms }) => arms.map((arm) => arm.creativeId)))].sort();
  const audience = cells.reduce((sum, { weight }) => sum + weight, 0);
  if (ids.length === 0) throw new RangeError("the best for everybody needs at least one arm");
  if (!(audience > 0) || cells.some(({ weight }) => !(weight >= 0))) {
    throw new RangeError("weights must be >= 0, and one of them above 0");
  }
  const rates = ids.map(() => 0);
  for (const { weight, arms } of cells) {
    const seen = new Map(arms.map((arm) => [arm.creativeId, arm]));
    const posteriors = posteriorsOf(
      ids.map((id) => seen.get(id) ?? { exposures: 0, clicks: 0 }),
      priorClicks,
    );
    for (const [i, posterior] of posteriors.entries()) {
      rates[i] = (rates[i] as number) + (weight / audience) * betaMean(posterior);
    }
  }
  const rate = Math.max(...rates);
  return { creativeId: ids[rates.indexOf(rate)] as CreativeId, rate };
}
