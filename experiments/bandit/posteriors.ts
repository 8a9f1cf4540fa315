import type { Beta } from "../beta.ts";
import { type Counts, pool } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";
import { type Responses, responsesOf } from "./responses.ts";
import { BEFORE, normalized, SPREADS, type Spread } from "./spreads.ts";

/** What is known of an arm before it is shown: log-odds above its rivals', and the variance of that. */
export type Hint = { readonly mean: number; readonly variance: number };

export type Belief = {
  /** From attributes, by cluster and arm; nothing is known without. */
  readonly hints?: Table<Hint> | undefined;
  /** Log weights of `SPREADS`. */
  readonly spreads?: readonly number[] | undefined;
};

const SWEEPS = 2;
// What is borrowed counts for a third: it holds a cell long after its own clicks know better, and where a title's
// arms are of another kind than was believed it costs more than it saves.
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
  return titlePriors(evidence, belief).map((cell, c) =>
    cell.map((prior, i) => betaOf(prior, evidence[c]?.[i] as Counts)),
  );
}

/** What all but a cell's own counts say of its arm: the mean and the variance of its log-odds. */
export function titlePriors(evidence: Table<Counts>, belief: Belief = {}): Table<Hint> {
  const { base, spread, responses } = settle(evidence, belief);
  const { value, weight } = responses;
  const arms = evidence[0]?.length ?? 0;
  const out: Hint[][] = evidence.map(() => []);
  for (let i = 0; i < arms; i++) {
    let precision = 1 / (spread.arms + meanVariance(belief.hints, i));
    let pull = 0;
    for (let c = 0; c < evidence.length; c++) {
      const certainty = certaintyOf(weight[c]?.[i] as number, spread.interplay);
      precision += certainty;
      pull += certainty * (value[c]?.[i] as number);
    }
    for (const [c, cell] of out.entries()) {
      const certainty = certaintyOf(weight[c]?.[i] as number, spread.interplay);
      const others = precision - certainty;
      const mean = (base[c]?.[i] as number) + (pull - certainty * (value[c]?.[i] as number)) / others;
      cell.push({ mean, variance: 1 / others + spread.interplay });
    }
  }
  return out;
}

/** How likely each pair of `SPREADS` makes a title's counts: logs, up to a constant. */
export function spreadLikelihoods(evidence: Table<Counts>, hints?: Table<Hint>): number[] {
  const none = SPREADS.map(() => 0);
  return settle(evidence, { hints, spreads: none }).likelihoods;
}

/** What each cell says about its arm, above its hint and its cluster's mean. */
export const responsesIn = (evidence: Table<Counts>, hints?: Table<Hint>): Responses =>
  settle(evidence, { hints }).responses;

type Settled = {
  readonly base: readonly Float64Array[];
  readonly spread: Spread;
  readonly responses: Responses;
  readonly likelihoods: number[];
};

function settle(evidence: Table<Counts>, { hints, spreads = BEFORE }: Belief): Settled {
  const base = evidence.map((cell, c) => {
    const { exposures, clicks } = pool(cell);
    const start = Math.log((clicks + 1) / (Math.max(0, exposures - clicks) + 32));
    return Float64Array.from(cell, (_, i) => start + (hints?.[c]?.[i]?.mean ?? 0));
  });
  let spread: Spread = { arms: 0, interplay: 0 };
  let likelihoods: number[] = [];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const responses = responsesOf(evidence, base);
    const weighed = SPREADS.map((one) => weigh(responses, one));
    likelihoods = weighed.map(({ likelihood }) => likelihood);
    const weights = normalized(likelihoods.map((log, h) => log + (spreads[h] as number)));
    const over = (pick: (h: number) => number) => weights.reduce((sum, weight, h) => sum + weight * pick(h), 0);
    spread = {
      arms: over((h) => (SPREADS[h] as Spread).arms),
      interplay: over((h) => (SPREADS[h] as Spread).interplay),
    };
    for (const [c, row] of base.entries()) {
      const shift = over((h) => weighed[h]?.shifts[c] as number);
      for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) + shift;
    }
  }
  return { base, spread, responses: responsesOf(evidence, base), likelihoods };
}

/** The restricted log-likelihood of one pair, and by how much each cluster's mean should move under it. */
function weigh({ value, weight }: Responses, { arms: A, interplay: G }: Spread) {
  const clusters = value.length;
  const arms = value[0]?.length ?? 0;
  const shifts = new Float64Array(clusters);
  let likelihood = 0.5 * Math.log(A + G / Math.max(1, clusters));
  for (let c = 0; c < clusters; c++) {
    let [all, pull, own] = [0, 0, 0];
    for (let i = 0; i < arms; i++) {
      const w = weight[c]?.[i] as number;
      const certainty = certaintyOf(w, A + G);
      all += certainty;
      pull += certainty * (value[c]?.[i] as number);
      own += certaintyOf(w, G);
    }
    if (!(all > 0)) continue;
    shifts[c] = pull / all;
    likelihood -= (0.5 * (clusters - 1) * Math.log(own / arms)) / clusters;
  }
  for (let i = 0; i < arms; i++) {
    let [precision, pull] = [0, 0];
    for (let c = 0; c < clusters; c++) {
      const w = weight[c]?.[i] as number;
      if (!(w > 0)) continue;
      const certainty = certaintyOf(w, G);
      const rest = (value[c]?.[i] as number) - (shifts[c] as number);
      precision += certainty;
      pull += certainty * rest;
      likelihood -= 0.5 * (certainty * rest * rest - Math.log(certainty / w));
    }
    likelihood += 0.5 * (pull ** 2 / (precision + 1 / A) - Math.log1p(A * precision));
  }
  return { likelihood, shifts };
}

/** The inverse variance of an observation of weight `w` around a mean that itself varies by `variance`. */
const certaintyOf = (w: number, variance: number): number => w / (1 + w * variance);

/** The Beta of a cell: a prior of this mean and variance of log-odds, and the cell's own counts. */
function betaOf({ mean, variance }: Hint, { exposures, clicks }: Counts): Beta {
  const spread = Math.min(MOST_VARIANCE, Math.max(LEAST_VARIANCE, DOUBT * variance));
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
