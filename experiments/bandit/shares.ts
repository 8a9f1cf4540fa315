import type { Beta } from "../beta.ts";
import { chances } from "./chances.ts";

export type ShareRule = {
  /** Share of the traffic that is spread evenly over all arms, 0..1. */
  readonly exploration: number;
  /** The variance that is allocated by, as a share of the posterior's own, > 0; 1: plain Thompson sampling. */
  readonly spread: number;
};

/**
 * Shares of one cell's traffic: an additive floor under the probability to be best.
 *
 *   share_i = e / n + (1 - e) P(i is best)
 *
 * @param cell posteriors of the arms that can be shown, a, b >= 1
 * @returns shares in their order, each at least e / n; they sum to 1 within 1e-12
 * @throws RangeError when the rule is outside its ranges
 *
 * Source: W. R. Thompson, Biometrika 25 (1933) 285-294.
 */
export function sharesOf(cell: readonly Beta[], rule: ShareRule): number[] {
  const { exploration, spread } = rule;
  if (!(exploration >= 0 && exploration <= 1)) throw new RangeError(`exploration must be in 0..1, not ${exploration}`);
  if (!(spread > 0)) throw new RangeError(`spread must be > 0, not ${spread}`);
  const floor = exploration / cell.length;
  return Array.from(chances(cell, spread), (chance) => floor + (1 - exploration) * chance);
}
