import type { Random } from "../../core/random.ts";
import type { Counts } from "../posterior.ts";
import type { World } from "./world.ts";

/** By cluster and arm. */
export type Table<Value> = readonly (readonly Value[])[];

/** A policy that learns between batches, and never within one. */
export interface Bandit {
  /** Shares of each cluster's traffic, which sum to 1 over the arms that `open` holds. */
  shares(open: readonly boolean[]): Table<number>;
  /** What the last batch brought. */
  learn(batch: Table<Counts>): void;
}

export type Played = {
  /** Clicks lost against always showing the best arm, summed up to the end of each batch. */
  readonly regret: readonly number[];
  /** The same for equal shares on the same impressions, in expectation. */
  readonly uniform: readonly number[];
  readonly counts: Table<Counts>;
};

/**
 * Plays a policy against a world, impression by impression.
 *
 * Regret is of true rates, not of clicks: the sum of best rate - shown rate, where best is of that moment.
 *
 * @param plan.impressions in all; the last batch may be shorter
 * @param plan.batch impressions between two policies, 1 or more
 */
export function play(
  world: World,
  bandit: Bandit,
  plan: { readonly impressions: number; readonly batch: number; readonly random: Random },
): Played {
  const { impressions, batch, random } = plan;
  const arms = Array.from({ length: world.arms }, (_, arm) => arm);
  const zeros = () => world.shares.map(() => arms.map(() => ({ exposures: 0, clicks: 0 })));
  const total = zeros();
  const regret: number[] = [];
  const uniform: number[] = [];
  let [lost, lostByUniform] = [0, 0];
  for (let at = 0; at < impressions; ) {
    const open = arms.map((arm) => world.open?.(at, arm) ?? true);
    const openArms = arms.filter((arm) => open[arm]);
    const shares = bandit.shares(open);
    const seen = zeros();
    for (const end = Math.min(impressions, at + batch); at < end; at++) {
      const cluster = draw(world.shares, random());
      const own = total[cluster] as Counts[] as { exposures: number; clicks: number }[];
      const arm = draw(shares[cluster] as readonly number[], random());
      let [best, sum, shown] = [0, 0, 0];
      for (const other of openArms) {
        const rate = world.rate(at, cluster, other, own[other]?.exposures ?? 0);
        best = Math.max(best, rate);
        sum += rate;
        if (other === arm) shown = rate;
      }
      lost += best - shown;
      lostByUniform += best - sum / openArms.length;
      const clicked = random() < shown ? 1 : 0;
      for (const counts of [own[arm], seen[cluster]?.[arm]]) {
        if (!counts) continue;
        counts.exposures++;
        counts.clicks += clicked;
      }
    }
    bandit.learn(seen);
    regret.push(lost);
    uniform.push(lostByUniform);
  }
  return { regret, uniform, counts: total };
}

/** The index whose stretch of the cumulative shares holds `unit`, 0..1. */
function draw(shares: readonly number[], unit: number): number {
  let reached = 0;
  let last = 0;
  for (let index = 0; index < shares.length; index++) {
    const share = shares[index] as number;
    if (!(share > 0)) continue;
    last = index;
    reached += share;
    if (unit < reached) return index;
  }
  return last;
}
