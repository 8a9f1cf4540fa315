import { z } from "zod";
import { combined, Grid } from "./grid.ts";

/** A stretch of time: `weight` units, a unit being time enough for `UNIT_CLICKS` clicks. */
export const Stretch = z.strictObject({ weight: z.int().min(1), grid: Grid });
export type Stretch = z.infer<typeof Stretch>;

/** Clicks that close a unit: enough that a unit says something, few enough that a change is seen within a few. */
export const UNIT_CLICKS = 20;

const PER_WEIGHT = 2;
const MOST_WEIGHT = 8;

/**
 * Keeps the recent past in stretches of 1, 1, 2, 2, 4, 4, 8 and 8 units, newest last: so there is a stretch boundary
 * near every moment in which something may have changed, and never more than nine of them.
 *
 * Source: the exponential histogram of Datar, Gionis, Indyk and Motwani, SIAM J. Comput. 31 (2002) 1794; its use to
 * find changes: A. Bifet and R. Gavaldà, Learning from time-changing data with adaptive windowing, SDM 2007.
 *
 * @returns the stretches, and what became too old to be one, if anything did
 */
export function compacted(stretches: readonly Stretch[]): { recent: Stretch[]; left: Grid | null } {
  const recent = [...stretches];
  for (let weight = 1; weight <= MOST_WEIGHT; weight *= 2) {
    const same = recent.flatMap((stretch, i) => (stretch.weight === weight ? [i] : []));
    if (same.length <= PER_WEIGHT) continue;
    const [first, second] = [same[0] as number, same[1] as number];
    const [older, newer] = [recent[first] as Stretch, recent[second] as Stretch];
    if (weight === MOST_WEIGHT) {
      recent.splice(first, 1);
      return { recent, left: older.grid };
    }
    recent.splice(first, 2, { weight: 2 * weight, grid: combined(older.grid, newer.grid) });
  }
  return { recent, left: null };
}
