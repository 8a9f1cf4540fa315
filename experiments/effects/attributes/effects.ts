import { betaQuantile } from "../../beta.ts";
import { fitOf } from "./fit.ts";
import { levelsIn, overMean, type Seen } from "./levels.ts";
import { combine, type Equations, equationsOf, type Line, solve } from "./normal-equations.ts";
import type { Outcome } from "./outcomes.ts";
import { designOf, type Level } from "./rows.ts";

/** How much more an artwork of this level is clicked in one cluster than the mean of what might have been drawn. */
export type AttributeEffect = Level & {
  /** 0.12 is 12 % more. */
  readonly ratio: number;
  /** All intervals of a family hold together with the probability that was asked for. */
  readonly low: number;
  readonly high: number;
  /** Whether the interval excludes 0. */
  readonly proven: boolean;
  readonly artworks: number;
  readonly titles: number;
};

/** With fewer titles the spread between titles is not known. */
export const LEAST_TITLES = 10;
/** Titles are left out in so many parts at most: more would say the same, slower. */
const PARTS = 100;
/** A level is told of when it was drawn for so many titles. */
const LEAST_SUPPORT = 5;

/**
 * What palettes, moods and hooks are worth in one cluster, over all its titles.
 *
 * Attributes were drawn by design, so their effects are not confounded with anything: not with the title, and hardly with
 * each other (decision 17). All are estimated at once (`fit.ts`), within artworks that were drawn together. An effect is
 * against the mean of the attribute's levels, weighted as they were drawn. Standard errors come from leaving out titles,
 * a part of them at a time: what differs from title to title is in them.
 *
 * Intervals are simultaneous over the family, which is all levels of one cluster: with no effect at all, one family in
 * twenty shows any. That costs little against control of the false discovery rate while few effects are real, needs no
 * second kind of interval for those that were selected, and whoever picks the largest from the table is not fooled.
 *
 * Sources: B. Efron, C. Stein, Ann. Statist. 9 (1981) 586-596, for the jackknife's variance; Z. Šidák, J. Amer. Statist.
 * Assoc. 62 (1967) 626-633, for intervals that hold together however the estimates depend on one another.
 *
 * @param mass that all intervals together hold
 * @returns in the order of the vocabulary's attributes; none with fewer than 10 titles
 */
export function attributeEffects(outcomes: readonly Outcome[], mass = 0.95): AttributeEffect[] {
  const design = designOf(outcomes);
  const titles = new Set(design.rows.map(({ titleId }) => titleId));
  if (titles.size < LEAST_TITLES) return [];
  const width = design.columns.length;
  const seen = levelsIn(design);
  const { effects, lines } = fitOf(design);
  const estimate = overMean(effects, design, seen);
  const parts = partsOf(
    design.rows.map(({ titleId }) => titleId),
    lines,
  ).map((part) => equationsOf(part, width));
  const all: Equations = { width, matrix: new Float64Array(width * width), right: new Float64Array(width) };
  for (const part of parts) combine(all, part, 1);
  const without = parts.map((part) => {
    combine(all, part, -1);
    const left = overMean(solve(all), design, seen);
    combine(all, part, 1);
    return left;
  });
  const told = seen.filter((one) => one.titles >= LEAST_SUPPORT && !one.alone);
  const critical = studentQuantile(mass ** (1 / Math.max(1, questionsIn(told))), parts.length - 1);
  return seen.flatMap((one, at) => {
    if (!told.includes(one)) return [];
    const log = estimate[at] as number;
    const half = critical * errorOf(without.map((left) => left[at] as number));
    const { attribute, level, artworks } = one;
    const [low, high] = [Math.expm1(log - half), Math.expm1(log + half)];
    const proven = low > 0 || high < 0;
    return [{ attribute, level, ratio: Math.expm1(log), low, high, proven, artworks, titles: one.titles }];
  });
}

/** Two levels of one attribute are one question. */
function questionsIn(told: readonly Seen[]): number {
  const byAttribute = Map.groupBy(told, ({ attribute }) => attribute);
  return [...byAttribute.values()].reduce((sum, levels) => sum + (levels.length === 2 ? 1 : levels.length), 0);
}

/** Whole titles, dealt out. */
function partsOf(titleIds: readonly string[], lines: readonly Line[]): Line[][] {
  const nth = new Map([...new Set(titleIds)].map((titleId, at) => [titleId, at]));
  const parts = Array.from({ length: Math.min(PARTS, nth.size) }, (): Line[] => []);
  for (const [at, line] of lines.entries()) {
    parts[(nth.get(titleIds[at] as string) as number) % parts.length]?.push(line);
  }
  return parts;
}

/** The jackknife's standard error, of the estimates without each part. */
function errorOf(without: readonly number[]): number {
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares * (without.length - 1)) / without.length);
}

/** The t below which the mass |T| <= t of Student's distribution lies. */
export function studentQuantile(mass: number, freedom: number): number {
  const x = betaQuantile({ a: freedom / 2, b: 0.5 }, 1 - mass);
  return Math.sqrt(freedom * (1 / x - 1));
}
