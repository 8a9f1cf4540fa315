import { type Random, randomFrom, seedOf } from "../../core/random.ts";
import type { World } from "./world.ts";

/** How a title's click rates change while it is shown. */
export const DRIFTS = ["swap", "gradual", "new-arm", "season", "fatigue"] as const;
export type Drift = (typeof DRIFTS)[number];

/** Shares of the five clusters. */
export const CLUSTER_SHARES: readonly number[] = [0.35, 0.25, 0.2, 0.12, 0.08];

export type DriftPlan = {
  readonly drift: Drift | "none";
  readonly seed: number;
  /** 2 or more; 6 when absent. */
  readonly arms?: number;
  /** Impressions over which it all happens; 100,000 when absent. */
  readonly horizon?: number;
};

// Standard deviations of log-odds: of a title, its clusters, its arms, and of each arm in each cluster.
const [BASE, TITLE, CLUSTER, ARM, INTERPLAY] = [-3.78, 0.23, 0.21, 0.17, 0.2];
const [WALK, STEPS] = [0.35, 500];
const [GAIN, AMPLITUDE, CYCLES] = [1.25, 0.5, 7];
const [TIRED, PATIENCE] = [0.6, 6_000];

/**
 * A world that drifts in one of five ways:
 *
 * - `swap`: at half time, in each cluster, the best arm and the second worst change places;
 * - `gradual`: the log-odds of every cell walk at random, with a standard deviation of 0.35 over the horizon;
 * - `new-arm`: at half time one arm becomes 1.25 times the best other, in all clusters;
 * - `season`: all rates times 1 + 0.5 sin, seven cycles;
 * - `fatigue`: a rate falls to 0.6 + 0.4 exp(-own exposures in the cluster / 6,000) of itself.
 *
 * Rates are of the realistic kind: about 2.4 %, log-odds of arms of one title 0.26 apart. The same plan is the same
 * world.
 */
export function driftingWorld({ drift, seed, arms = 6, horizon = 100_000 }: DriftPlan): World {
  const random = randomFrom(seedOf("drifting", seed, arms));
  const start = realisticRates(arms, random);
  const later = start.map((row) => [...row]);
  const half = horizon / 2;
  const rest = { arms, shares: CLUSTER_SHARES };
  const from = (at: number) => (at < half ? start : later);
  const between: World["rate"] = (at, cluster, arm) => from(at)[cluster]?.[arm] ?? 0;
  switch (drift) {
    case "none":
      return { ...rest, rate: between };
    case "swap":
      for (const row of later) swapBest(row);
      return { ...rest, rate: between };
    case "new-arm": {
      const arm = Math.floor(random() * arms);
      for (const row of later) row[arm] = GAIN * Math.max(...row.filter((_, other) => other !== arm));
      return { ...rest, rate: between };
    }
    case "gradual": {
      const paths = walks(start, random);
      const step = (at: number) => Math.min(STEPS - 1, Math.floor((at * STEPS) / horizon));
      return { ...rest, rate: (at, cluster, arm) => paths[cluster]?.[arm]?.[step(at)] ?? 0 };
    }
    case "season": {
      const factor = (at: number) => 1 + AMPLITUDE * Math.sin((2 * Math.PI * CYCLES * at) / horizon);
      return { ...rest, rate: (at, cluster, arm) => factor(at) * (start[cluster]?.[arm] ?? 0) };
    }
    case "fatigue":
      return { ...rest, rate: (_at, cluster, arm, shown) => tired(shown) * (start[cluster]?.[arm] ?? 0) };
  }
}

const tired = (shown: number): number => TIRED + (1 - TIRED) * Math.exp(-shown / PATIENCE);

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** A standard normal draw (Box and Muller, Ann. Math. Stat. 29 (1958) 610). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

function realisticRates(arms: number, random: Random): number[][] {
  const title = BASE + TITLE * normal(random);
  const effects = Array.from({ length: arms }, () => ARM * normal(random));
  return CLUSTER_SHARES.map(() => {
    const cluster = title + CLUSTER * normal(random);
    return effects.map((effect) => logistic(cluster + effect + INTERPLAY * normal(random)));
  });
}

/** Lets the best and the second worst of a row change places. */
function swapBest(row: number[]): void {
  const order = [...row.keys()].sort((a, b) => (row[a] as number) - (row[b] as number));
  const [low, high] = [order[Math.min(1, order.length - 1)] as number, order[order.length - 1] as number];
  [row[low], row[high]] = [row[high] as number, row[low] as number];
}

function walks(start: readonly (readonly number[])[], random: Random): Float64Array[][] {
  return start.map((row) =>
    row.map((rate) => {
      let odds = Math.log(rate / (1 - rate));
      return Float64Array.from({ length: STEPS }, () => {
        odds += (WALK / Math.sqrt(STEPS)) * normal(random);
        return logistic(odds);
      });
    }),
  );
}
