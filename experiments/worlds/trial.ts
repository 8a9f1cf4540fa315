import { type Random, randomFrom, seedOf } from "../../core/random.ts";
import { tableOf } from "../bandit/marquee.ts";
import { binomial, multinomial } from "../draws.ts";
import type { Environment } from "./environment.ts";
import type { Bandit, Table } from "./play.ts";

export type Plan = {
  /** In all; the last batch may be shorter. */
  readonly impressions: number;
  /** Impressions between two policies; 1: it learns from every one. */
  readonly batch: number;
  /** How many of the environment's tables are played. */
  readonly seeds: number;
};

/** What one policy lost in each table, in clicks. */
export type Losses = {
  /** Impressions at which the loss was noted. */
  readonly at: readonly number[];
  /** By table: clicks lost until then against always showing the best arm. */
  readonly lost: readonly (readonly number[])[];
};

/** Makes a policy that has seen nothing. */
export type Maker = (clusters: number, arms: number) => Bandit;

// Enough for a smooth curve.
const MOST_NOTES = 120;

/**
 * Plays a policy in every table of an environment. Within a batch nothing is learned, so that it is drawn at once: how
 * the impressions fall on clusters and arms, and how many of each are clicked. The same as impression by impression.
 *
 * The same table, policy or not, always draws from the same seed.
 */
export function tryOut(environment: Environment, make: Maker, plan: Plan): Losses {
  const { ctr, shares } = environment;
  const at = notesOf(plan);
  const lost = ctr.slice(0, plan.seeds).map((table, seed) => {
    const random = randomFrom(seedOf("trial", environment.kind, environment.K, seed));
    return lossesIn(table, shares, make(environment.clusters, environment.K), plan, at, random);
  });
  return { at, lost };
}

/** The ends of batches at which losses are noted; the last is the end of all. */
function notesOf({ impressions, batch }: Plan): number[] {
  const batches = Math.ceil(impressions / batch);
  const every = Math.max(1, Math.ceil(batches / MOST_NOTES));
  const ends = Array.from({ length: batches }, (_, i) => Math.min(impressions, (i + 1) * batch));
  return ends.filter((_, i) => (i + 1) % every === 0 || i === batches - 1);
}

function lossesIn(
  table: Table<number>,
  shares: readonly number[],
  bandit: Bandit,
  { impressions, batch }: Plan,
  notes: readonly number[],
  random: Random,
): number[] {
  const open = (table[0] ?? []).map(() => true);
  const best = table.map((row) => Math.max(...row));
  const lost: number[] = [];
  let sum = 0;
  for (let from = 0; from < impressions; from += batch) {
    const size = Math.min(batch, impressions - from);
    const policy = bandit.shares(open);
    const seen = tableOf(table.length, open.length);
    for (const [cluster, many] of multinomial(random, size, shares).entries()) {
      if (many === 0) continue;
      for (const [arm, exposures] of multinomial(random, many, policy[cluster] ?? []).entries()) {
        const rate = table[cluster]?.[arm] as number;
        sum += exposures * ((best[cluster] as number) - rate);
        seen[cluster]?.splice(arm, 1, { exposures, clicks: binomial(random, exposures, rate) });
      }
    }
    bandit.learn(seen);
    if (notes[lost.length] === from + size) lost.push(sum);
  }
  return lost;
}

/** What equal shares lose an impression in each table, in expectation. */
export const evenLosses = ({ ctr, shares, K }: Environment): number[] =>
  ctr.map((table) =>
    table.reduce((sum, row, cluster) => {
      const mean = row.reduce((total, rate) => total + rate, 0) / K;
      return sum + (shares[cluster] as number) * (Math.max(...row) - mean);
    }, 0),
  );

/** Mean, standard error and quantile of what was lost at the end, over the tables. */
export type Summary = { readonly mean: number; readonly error: number; readonly p90: number };

export function summaryOf(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : 0;
  return { mean, error, p90: quantileOf(values, 0.9) };
}

/** Between order statistics along straight lines (Hyndman and Fan, type 7). @param share 0..1 */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (at - Math.floor(at)) * (high - low);
}
