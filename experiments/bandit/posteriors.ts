import type { Beta } from "../beta.ts";
import { type Counts, pool } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";
import { weigh } from "./likelihood.ts";
import { type Responses, responsesOf } from "./responses.ts";
import { BEFORE, meanSpread, normalized, SPREADS, type Spread } from "./spreads.ts";

/** What is known of an arm before it is shown: log-odds above its rivals', and the variance of that. */
export type Hint = { readonly mean: number; readonly variance: number };

export type Belief = {
  /** From attributes, by cluster and arm; nothing is known without. */
  readonly hints?: Table<Hint> | undefined;
  /** Log weights of `SPREADS`. */
  readonly spreads?: readonly number[] | undefined;
};

const SWEEPS = 2;
// What is borrowed counts for a third where no other titles have shown how far it holds: it keeps its grip on a cell
// long after its own clicks know better, and where arms are of another kind than was believed it costs more than it saves.
const DOUBT = 3;
// Nothing is so sure, or so unsure, of an arm before it is shown: a prior is worth 1 to 400 clicks.
const [LEAST_VARIANCE, MOST_VARIANCE] = [0.0025, 1];

/**
 * The posteriors of a title's arms in every cluster, each borrowing from its arm in the other clusters.
 *
 *   log-odds of arm i in cluster c = m_c + hint_ci + arm_i + interplay_ci,   arm ~ N(0, A),   interplay ~ N(0, G)
 *
 * A and G are learned from the counts themselves: each pair of a grid is weighed by its likelihood, with m_c left free
 * (restricted maximum likelihood). What all other clusters say about an arm is then turned into a Beta prior of its
 * cell of the same mean and variance, and the cell's own counts are added exactly: so an arm without clicks stays
 * what it is, and with evidence its own clicks take over.
 *
 * Sources: Efron and Morris, J. Am. Stat. Assoc. 70 (1975) 311; Patterson and Thompson, Biometrika 58 (1971) 545.
 *
 * @param evidence by cluster and arm, >= 0; discounted evidence need not be whole numbers
 * @returns a, b >= 1
 */
export function titlePosteriors(evidence: Table<Counts>, belief: Belief = {}): Table<Beta> {
  const doubt = belief.hints ? 1 : DOUBT;
  return titlePriors(evidence, belief).map((cell, c) =>
    cell.map(({ mean, variance }, i) => betaOf(mean, doubt * variance, evidence[c]?.[i] as Counts)),
  );
}

/** What all but a cell's own counts say of its arm: the mean and the variance of its log-odds. */
export function titlePriors(evidence: Table<Counts>, belief: Belief = {}): Table<Hint> {
  const { base, spread, responses } = settle(evidence, belief);
  const { clusters, arms, value, weight } = responses;
  const out: Hint[][] = evidence.map(() => []);
  const certainty = weight.map((w) => w / (1 + w * spread.interplay));
  for (let i = 0; i < arms; i++) {
    let precision = 1 / (spread.arms + meanVariance(belief.hints, i));
    let pull = 0;
    for (let at = i; at < clusters * arms; at += arms) {
      precision += certainty[at] as number;
      pull += (certainty[at] as number) * (value[at] as number);
    }
    for (const [c, cell] of out.entries()) {
      const at = c * arms + i;
      const own = certainty[at] as number;
      const mean = (base[at] as number) + (pull - own * (value[at] as number)) / (precision - own);
      cell.push({ mean, variance: 1 / (precision - own) + spread.interplay });
    }
  }
  return out;
}

/** How likely each pair of `SPREADS` makes a title's counts: logs, up to a constant. */
export const spreadLikelihoods = (evidence: Table<Counts>, hints?: Table<Hint>): Float64Array =>
  settle(evidence, { hints }).likelihoods;

/** What each cell says about its arm, above its hint and its cluster's mean. */
export const responsesIn = (evidence: Table<Counts>, hints?: Table<Hint>): Responses =>
  settle(evidence, { hints }).responses;

type Settled = {
  /** Expected log-odds, cluster by cluster, arm by arm. */
  readonly base: Float64Array;
  readonly spread: Spread;
  readonly responses: Responses;
  readonly likelihoods: Float64Array;
};

/** Finds the clusters' means and the title's spread, each from the other. */
function settle(evidence: Table<Counts>, { hints, spreads = BEFORE }: Belief): Settled {
  const arms = evidence[0]?.length ?? 0;
  const base = new Float64Array(evidence.length * arms);
  for (const [c, cell] of evidence.entries()) {
    const { exposures, clicks } = pool(cell);
    const start = Math.log((clicks + 1) / (Math.max(0, exposures - clicks) + 32));
    for (let i = 0; i < arms; i++) base[c * arms + i] = start + (hints?.[c]?.[i]?.mean ?? 0);
  }
  let logs: readonly number[] = spreads;
  let likelihoods = new Float64Array(SPREADS.length);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const weighed = weigh(responsesOf(evidence, base));
    likelihoods = weighed.likelihoods as Float64Array<ArrayBuffer>;
    logs = spreads.map((log, h) => log + (likelihoods[h] as number));
    const weights = normalized(logs);
    for (let c = 0; c < evidence.length; c++) {
      let shift = 0;
      for (const [h, weight] of weights.entries()) shift += weight * (weighed.shifts[h]?.[c] as number);
      for (let at = c * arms; at < (c + 1) * arms; at++) base[at] = (base[at] as number) + shift;
    }
  }
  return { base, spread: meanSpread(logs), responses: responsesOf(evidence, base), likelihoods };
}

/** The Beta of a cell: a prior of this mean and variance of log-odds, and the cell's own counts. */
function betaOf(mean: number, variance: number, { exposures, clicks }: Counts): Beta {
  const spread = Math.min(MOST_VARIANCE, Math.max(LEAST_VARIANCE, variance));
  const rate = 1 / (1 + Math.exp(-mean));
  // The variance of a Beta's log-odds is about 1 / a + 1 / b.
  return {
    a: 1 / (spread * (1 - rate)) + clicks,
    b: 1 / (spread * rate) + Math.max(0, exposures - clicks),
  };
}

function meanVariance(hints: Table<Hint> | undefined, arm: number): number {
  if (!hints || hints.length === 0) return 0;
  return hints.reduce((sum, cell) => sum + (cell[arm]?.variance ?? 0), 0) / hints.length;
}
