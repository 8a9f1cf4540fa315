import { z } from "zod";
import { cellRates, type Grid, type Shape, sumOf } from "./grid.ts";

/** How much more than chance the clicks of all arms together vary from unit to unit: squares, and what they weigh. */
export const Level = z.strictObject({ excess: z.number(), weight: z.number().min(0) });
export type Level = z.infer<typeof Level>;

export const NO_LEVEL: Level = { excess: 0, weight: 0 };

// Before anything is seen: a standard deviation of 17 %, worth five units. A title is never steadier than 5 %.
const [FIRST, FIRST_WEIGHT, LEAST] = [0.03, 5 * 20 ** 2, 0.003];
const WORTH = 20;

/** Adds a unit, measured against what was known before it. */
export function foldLevel(level: Level, unit: Grid, before: Grid, shape: Shape): Level {
  const known = sumOf(before.clicks);
  if (known === 0) return level;
  const rates = cellRates(before, shape, WORTH);
  const expected = unit.exposures.reduce((sum, shown, i) => sum + shown * (rates[i] as number), 0);
  const off = sumOf(unit.clicks) - expected;
  return {
    excess: level.excess + off ** 2 - expected - expected ** 2 / known,
    weight: level.weight + expected ** 2,
  };
}

/**
 * The variance of the log of what moves all arms of a title together: a season, a premiere, a weekend.
 *
 * Learned by moments, so that a title whose level never moved is believed when its leaders fall, and one that always
 * moves is not.
 */
export const levelVariance = ({ excess, weight }: Level): number =>
  Math.max(LEAST, (excess + FIRST * FIRST_WEIGHT) / (weight + FIRST_WEIGHT));
