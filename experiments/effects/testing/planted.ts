import { Attributes } from "../../../core/attributes.ts";
import type { Random } from "../../../core/random.ts";
import type { TitleId } from "../../../core/title.ts";
import { marqueeBandit } from "../../bandit/marquee.ts";
import { type Outcome, outcomesOf } from "../attributes/outcomes.ts";
import { NAMES } from "../attributes/rows.ts";
import { armId, collect } from "./collect.ts";

export const LEVELS = Object.fromEntries(NAMES.map((name) => [name, Attributes.shape[name].options])) as Record<
  string,
  readonly string[]
>;

/** The logarithm of what a level multiplies the click rate by, by `attribute level`; absent: 0. */
export type Planted = ReadonlyMap<string, number>;

/** Over the mean of the attribute's levels, drawn alike. */
export function trueEffect(planted: Planted, attribute: string, level: string): number {
  const factors = (LEVELS[attribute] ?? []).map((one) => Math.exp(planted.get(`${attribute} ${one}`) ?? 0));
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  return Math.exp(planted.get(`${attribute} ${level}`) ?? 0) / mean - 1;
}

export type PlantedPlan = {
  readonly titles: number;
  readonly arms: number;
  readonly exposures: number;
  readonly rate: number;
  /** Of the logarithm of an artwork's click rate that no attribute tells. */
  readonly spread: number;
  readonly random: Random;
};

/** Titles whose artworks were drawn evenly from all levels, collected by the product's own policy, one cluster. */
export function plantedTitles(planted: Planted, plan: PlantedPlan) {
  const { titles, arms, exposures, rate, spread, random } = plan;
  return Array.from({ length: titles }, (_, title) => {
    const titleId = `title-${title}` as TitleId;
    const base = rate * Math.exp(0.4 * normal(random));
    const columns = NAMES.map((name) => balanced(LEVELS[name] as readonly string[], arms, random));
    const drawn = Array.from({ length: arms }, (_, arm) => ({
      creativeId: armId(title * 100 + arm),
      block: "owls",
      attributes: Object.fromEntries(NAMES.map((name, at) => [name, columns[at]?.[arm]])) as unknown as Attributes,
    }));
    const rates = drawn.map(({ attributes }) => {
      const sum = NAMES.reduce((total, name) => total + (planted.get(`${name} ${attributes[name]}`) ?? 0), 0);
      return Math.min(0.9, base * Math.exp(sum + spread * normal(random)));
    });
    const bandit = marqueeBandit(1, arms, { exploration: 0.05, leastEvidence: 100 });
    const strata = collect(bandit, { rates, batches: 8, size: exposures / 8, random }).map((one) => ({
      ...one,
      titleId,
      creativeId: armId(title * 100 + Number.parseInt(one.creativeId.slice(4), 16)),
    }));
    return { titleId, strata, drawn };
  });
}

export const plantedOutcomes = (planted: Planted, plan: PlantedPlan): Outcome[] =>
  plantedTitles(planted, plan).flatMap(({ strata, drawn }) => outcomesOf(strata, drawn));

/** A balanced column, as designs are made of. */
export function balanced(levels: readonly string[], arms: number, random: Random): string[] {
  const column: string[] = [];
  while (column.length < arms) {
    const deck = [...levels];
    for (let at = deck.length - 1; at > 0; at--) {
      const pick = Math.floor(random() * (at + 1));
      [deck[at], deck[pick]] = [deck[pick] as string, deck[at] as string];
    }
    column.push(...deck);
  }
  return column.slice(0, arms);
}

export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
