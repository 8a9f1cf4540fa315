import { type Random, randomFrom, seedOf } from "../../core/random.ts";
import type { Environment } from "../../experiments/worlds/environment.ts";

const SHARES = [0.35, 0.25, 0.2, 0.12, 0.08];

/** A standard normal number. Source: Box and Muller, Ann. Math. Stat. 29 (1958) 610. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const rateAt = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/**
 * Tables of two kinds, drawn anew. `textbook`: rates even between 1 and 5 %. `realistic`: log-odds about -3.78, which is
 * 2.2 %; titles spread by 0.22, a title's clusters by 0.23, its arms by 0.17 over all clusters and 0.2 within each.
 */
export function drawnEnvironment(kind: "textbook" | "realistic", K: number, seeds: number, from = 0): Environment {
  const ctr = Array.from({ length: seeds }, (_, seed) => {
    const random = randomFrom(seedOf("drawn", kind, K, from + seed));
    if (kind === "textbook") return SHARES.map(() => Array.from({ length: K }, () => 0.01 + 0.04 * random()));
    const title = -3.78 + 0.22 * normal(random);
    const arms = Array.from({ length: K }, () => 0.17 * normal(random));
    return SHARES.map(() => {
      const cluster = title + 0.23 * normal(random);
      return arms.map((arm) => rateAt(cluster + arm + 0.2 * normal(random)));
    });
  });
  return { kind, K, clusters: SHARES.length, shares: SHARES, ctr };
}
