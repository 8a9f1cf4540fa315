import type { Counts } from "../posterior.ts";
import type { Bandit, Table } from "../worlds/play.ts";
import { titlePosteriors } from "./posteriors.ts";
import { sharesOf } from "./shares.ts";

export type MarqueeRule = {
  /** Share of a cell's traffic that is spread evenly over all its arms, 0..1. */
  readonly exploration: number;
  /** Exposures that a cell needs before its shares move at all. */
  readonly leastEvidence: number;
};

const SPREAD = 0.5;

/**
 * The product's own shares, from what is known of one title.
 *
 * @param evidence by cluster and arm
 * @param open which arms can be shown; the others get 0
 * @returns by cluster and arm; a cluster's shares sum to 1 when any arm is open, and are equal over them without evidence
 */
export function marqueeShares(evidence: Table<Counts>, open: readonly boolean[], rule: MarqueeRule): Table<number> {
  const arms = open.flatMap((is, arm) => (is ? [arm] : []));
  const own = evidence.map((cell) => arms.map((arm) => cell[arm] as Counts));
  const posteriors = titlePosteriors(own);
  return own.map((cell, cluster) => {
    const seen = cell.reduce((sum, { exposures }) => sum + exposures, 0);
    const shares = open.map(() => 0);
    const learned =
      seen < rule.leastEvidence || arms.length < 2
        ? arms.map(() => 1 / arms.length)
        : sharesOf(posteriors[cluster] ?? [], { exploration: rule.exploration, spread: SPREAD });
    for (const [i, arm] of arms.entries()) shares[arm] = learned[i] as number;
    return shares;
  });
}

/** The same code as a bandit of simulated worlds. */
export function marqueeBandit(clusters: number, arms: number, rule: MarqueeRule): Bandit {
  const evidence = Array.from({ length: clusters }, () =>
    Array.from({ length: arms }, () => ({ exposures: 0, clicks: 0 })),
  );
  return {
    shares: (open) => marqueeShares(evidence, open, rule),
    learn: (batch) => addTo(evidence, batch),
  };
}

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
