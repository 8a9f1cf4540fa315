import { z } from "zod";

/** Among the orders of one workspace; workspaces take turns whatever the priority. */
export const Priority = z.enum(["low", "normal", "high"]);
export type Priority = z.infer<typeof Priority>;

/** The most that an order may spend. What is absent has no limit. */
export const Budget = z.strictObject({
  /** Creatives made, those that a gate refused included. */
  pictures: z.int().min(1).max(10_000_000).optional(),
  /** Of all studios together, whatever came of it. */
  minutes: z.number().positive().max(10_000_000).optional(),
  /** Of the renditions stored. */
  bytes: z.int().min(1).max(1e15).optional(),
});
export type Budget = z.infer<typeof Budget>;

export const Spent = z.strictObject({ pictures: z.int(), minutes: z.number(), bytes: z.int() });
export type Spent = z.infer<typeof Spent>;

/**
 * Whether one more creative may be started: what was spent, and what those that are under way will take at the mean so
 * far, stay below the budget. The last ones to start may overrun it by what they take above the mean.
 *
 * @param underWay creatives on the queue or being made, whole number >= 0
 */
export function mayStart(budget: Budget, spent: Spent, underWay: number): boolean {
  const expected = (sum: number) => sum + (spent.pictures > 0 ? (underWay * sum) / spent.pictures : 0);
  return (
    spent.pictures + underWay < (budget.pictures ?? Number.POSITIVE_INFINITY) &&
    expected(spent.minutes) < (budget.minutes ?? Number.POSITIVE_INFINITY) &&
    expected(spent.bytes) < (budget.bytes ?? Number.POSITIVE_INFINITY)
  );
}

/** One workspace's place at the table: what it has under way, and when it was last served (any growing number). */
export type Place = { readonly underWay: number; readonly lastServed: number };

/**
 * Who is served next: the one with the least under way, then the one that was served longest ago. A newcomer so gets
 * every free place until it has as much under way as the others, and with everybody busy each gets an equal share.
 *
 * @returns the index of the place, -1 when there is none
 */
export function nextServed(places: readonly Place[]): number {
  let best = -1;
  for (const [index, place] of places.entries()) {
    const leader = places[best];
    const ahead =
      !leader ||
      place.underWay < leader.underWay ||
      (place.underWay === leader.underWay && place.lastServed < leader.lastServed);
    if (ahead) best = index;
  }
  return best;
}
