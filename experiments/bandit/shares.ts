import { chancesBest } from "../best-fast.ts";
import type { Beta } from "../beta.ts";
import { type Counts, priorOf } from "../posterior.ts";

/**
 * An arm that has had its even part of the exposures is allocated by a part of its posterior's variance: what is well
 * known is exploited. The more arms, the more those that are almost surely worse get together, and the smaller the part:
 * 0.3 of the variance with four arms, 0.15 with eight and more. An arm that was starved is allocated by more, up to the whole:
 * what was given up early is looked at again before it is too late, so that nothing locks in.
 */
const SPREAD_OVER_ARMS = 1.2;
const LEAST_SPREAD = 0.15;
const SPREAD_GROWTH = 0.15;
/** How far above its exact probability to be best an arm without clicks may be, floor aside. */
const CLICKLESS_MARGIN = 0.01;

/**
 * Shares of one cell's traffic: an additive floor under a sharpened probability to be best.
 *
 *   share_i = e / n + (1 - e) w_i,   w_i = P(i is best) when arm j's variance is s_j of its own,
 *   s_j = min(1, max(0.15, 1.2 / n) + 0.15 ln⁺(N / (n (N_j + 1))))
 *
 * with N exposures in the cell and N_j of arm j. Plain Thompson sampling is s = 1; it goes on for long with arms that
 * are almost surely worse. The logarithm is that of the indices which are optimal at every horizon.
 *
 * An arm without clicks never gets more than its exact probability to be best plus the floor and 0.02: neither by what
 * it borrows, nor, once it was shown, by its own counts alone.
 *
 * @param cell posteriors of the arms that can be shown, a, b >= 1
 * @param seen what was counted of them, in the same order
 * @param exploration e, 0..1: spread evenly over all arms
 * @returns shares in their order, each at least e / n; they sum to 1 within 1e-12
 * @throws RangeError when `exploration` is outside
 *
 * Sources: W. R. Thompson, Biometrika 25 (1933) 285-294; Audibert and Bubeck, COLT 2009 (MOSS); Jin, Xu, Shi, Xiao and
 * Gu, ICML 2021 (MOTS).
 */
export function sharesOf(cell: readonly Beta[], seen: readonly Counts[], exploration: number): number[] {
  if (!(exploration >= 0 && exploration <= 1)) throw new RangeError(`exploration must be in 0..1, not ${exploration}`);
  const arms = cell.length;
  const total = seen.reduce((sum, { exposures }) => sum + exposures, 0);
  const least = Math.max(LEAST_SPREAD, SPREAD_OVER_ARMS / arms);
  const sharpened = chancesBest(
    cell.map((posterior, i) => {
      const starved = Math.log(total / (arms * ((seen[i] as Counts).exposures + 1)));
      return narrowed(posterior, Math.min(1, least + SPREAD_GROWTH * Math.max(0, starved)));
    }),
  );
  const weights = withinReason(sharpened, cell, seen);
  const floor = exploration / arms;
  return weights.map((weight) => floor + (1 - exploration) * weight);
}

/** The same mean, and `spread` of the variance. */
const narrowed = ({ a, b }: Beta, spread: number): Beta => ({ a: a / spread, b: b / spread });

/** Takes from arms without clicks what is more than their exact probability to be best, and gives it to the others. */
function withinReason(weights: readonly number[], cell: readonly Beta[], seen: readonly Counts[]): readonly number[] {
  const clickless = seen.map(({ clicks }) => clicks === 0);
  if (clickless.every((is) => is)) return chancesBest(cell);
  if (!clickless.includes(true)) return weights;
  const borrowed = chancesBest(cell);
  const prior = priorOf(seen);
  const own = chancesBest(
    seen.map(({ exposures, clicks }) => ({ a: prior.a + clicks, b: prior.b + Math.max(0, exposures - clicks) })),
  );
  const most = weights.map((_, i) => {
    const exact =
      seen[i]?.exposures === 0 ? (borrowed[i] as number) : Math.min(borrowed[i] as number, own[i] as number);
    return clickless[i] ? exact + CLICKLESS_MARGIN : 1;
  });
  const kept = weights.map((weight, i) => Math.min(weight, most[i] as number));
  const excess = 1 - kept.reduce((sum, weight) => sum + weight, 0);
  const rest = kept.reduce((sum, weight, i) => (clickless[i] ? sum : sum + weight), 0);
  // Rounding alone may leave arms with clicks nothing: the leader of them takes it then.
  const leader = kept.findIndex((_, i) => !clickless[i]);
  return kept.map((weight, i) => {
    if (clickless[i]) return weight;
    if (rest > 0) return weight * (1 + excess / rest);
    return i === leader ? weight + excess : weight;
  });
}
