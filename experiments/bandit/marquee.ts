import { type EvidenceState, evidenceOf, foldEvidence } from "../drift/evidence.ts";
import type { Counts } from "../posterior.ts";
import type { Bandit, Table } from "../worlds/play.ts";
import { challenged } from "./challenge.ts";
import { type Belief, titlePosteriors } from "./posteriors.ts";
import { sharesOf } from "./shares.ts";

export type MarqueeRule = {
  /** Share of a cell's traffic that is spread evenly over all its arms, 0..1. */
  readonly exploration: number;
  /** Exposures that a cell needs before its shares move at all. */
  readonly leastEvidence: number;
  /** Share of a cell's traffic for the rivals that are hardest to rule out, 0..1, 1 excluded; 0 when left out. */
  readonly challenge?: number;
};

/**
 * The product's own shares, from what is known of one title.
 *
 * @param evidence by cluster and arm; discounted evidence need not be whole numbers
 * @param open which arms can be shown; the others get 0
 * @param belief what other titles teach of its arms, by cluster and arm
 * @returns by cluster and arm; a cluster's shares sum to 1 when any arm is open. Before a cluster's least evidence they
 *   are what `belief` alone makes of them, and equal without
 */
export function marqueeShares(
  evidence: Table<Counts>,
  open: readonly boolean[],
  rule: MarqueeRule,
  belief: Belief = {},
): Table<number> {
  const arms = open.flatMap((is, arm) => (is ? [arm] : []));
  const only = <Value>(table: Table<Value>): Table<Value> => table.map((row) => arms.map((arm) => row[arm] as Value));
  const own = only(evidence);
  const about = belief.hints ? { ...belief, hints: only(belief.hints) } : belief;
  const posteriors = titlePosteriors(own, about);
  return own.map((cell, cluster) => {
    const seen = cell.reduce((sum, { exposures }) => sum + exposures, 0);
    const learned = seen >= rule.leastEvidence && arms.length > 1;
    const shares = learned
      ? challenged(sharesOf(posteriors[cluster] ?? [], cell, rule.exploration), cell, rule.challenge ?? 0)
      : sharesBefore(arms.length, about, cluster, rule.exploration);
    return spreadOver(open, shares);
  });
}

const NOTHING: Counts = { exposures: 0, clicks: 0 };

/** The shares of a cell of which nothing was counted. */
function sharesBefore(arms: number, belief: Belief, cluster: number, exploration: number): number[] {
  const hints = belief.hints?.[cluster];
  if (!hints || arms < 2) return Array.from({ length: arms }, () => 1 / arms);
  const nothing = hints.map(() => NOTHING);
  const [prior] = titlePosteriors([nothing], { ...belief, hints: [hints] });
  return sharesOf(prior ?? [], nothing, exploration);
}

/** The shares of the open arms, put where they belong; 0 elsewhere. */
export function spreadOver(open: readonly boolean[], shares: ArrayLike<number>): number[] {
  let next = 0;
  return open.map((is) => (is ? (shares[next++] as number) : 0));
}

/** The same code as a bandit of simulated worlds, with what looks for changes before it. */
export function marqueeBandit(clusters: number, arms: number, rule: MarqueeRule, belief: Belief = {}): Bandit {
  let state: EvidenceState | null = null;
  const nothing = tableOf(clusters, arms);
  return {
    shares: (open) => marqueeShares(state ? evidenceOf(state) : nothing, open, rule, belief),
    learn: (batch) => {
      state = foldEvidence(state, batch);
    },
  };
}

/** A table of nothing. */
export const tableOf = (clusters: number, arms: number): { exposures: number; clicks: number }[][] =>
  Array.from({ length: clusters }, () => Array.from({ length: arms }, () => ({ exposures: 0, clicks: 0 })));

/** Adds a batch to a table in place. */
export function addTo(table: { exposures: number; clicks: number }[][], batch: Table<Counts>): void {
  for (const [cluster, cell] of batch.entries()) {
    for (const [arm, { exposures, clicks }] of cell.entries()) {
      const sum = table[cluster]?.[arm];
      if (!sum) throw new RangeError(`no cell ${cluster}, ${arm}`);
      sum.exposures += exposures;
      sum.clicks += clicks;
    }
  }
}
