import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { randomFrom, seedOf } from "../core/random.ts";
import { marqueeBandit, marqueeShares } from "../experiments/bandit/marquee.ts";
import { thompsonBandit, uniformBandit } from "../experiments/worlds/baselines.ts";
import { CLUSTER_SHARES, DRIFTS, type Drift, driftingWorld } from "../experiments/worlds/drifting.ts";
import { type Bandit, play, type Table } from "../experiments/worlds/play.ts";

/**
 * What is lost in worlds that drift, as a share of what equal shares lose, by one setting of one policy: 6 arms, 100,000
 * impressions. The last row is a world that does not drift, where finding changes must cost nothing.
 *
 *   node bench/drift.ts [first seed] [seeds] [batch]
 */
const FIRST = Number(process.argv[2] ?? 1_001);
const SEEDS = Number(process.argv[3] ?? 30);
const BATCH = Number(process.argv[4] ?? 1_000);
const [ARMS, IMPRESSIONS] = [6, 100_000];
const CLUSTERS = CLUSTER_SHARES.length;
const RULE = DEFAULT_EXPERIMENT;

/** What is asked, and what known policies reach: plain Thompson, and the best of thirteen for that case alone. */
const CASES: Record<Drift | "none", { limit: number; thompson: number; best: string }> = {
  swap: { limit: 0.45, thompson: 0.625, best: "0.438 epsilon-greedy, exponential mean" },
  gradual: { limit: 0.31, thompson: 0.299, best: "0.288 Thompson, reset on change" },
  "new-arm": { limit: 0.46, thompson: 0.488, best: "0.449 Thompson, discount 20,000" },
  season: { limit: 0.36, thompson: 0.325, best: "0.302 hierarchical Thompson" },
  fatigue: { limit: 0.45, thompson: 0.435, best: "0.435 Thompson" },
  none: { limit: 0.28, thompson: 0.325, best: "" },
};

/** The product's shares with nothing before them that looks for changes. */
function withoutDetector(): Bandit {
  const sums = Array.from({ length: CLUSTERS }, () =>
    Array.from({ length: ARMS }, () => ({ exposures: 0, clicks: 0 })),
  );
  return {
    shares: (open): Table<number> => marqueeShares(sums, open, RULE),
    learn: (batch) => {
      for (const [c, row] of batch.entries()) {
        for (const [arm, { exposures, clicks }] of row.entries()) {
          const sum = sums[c]?.[arm] as { exposures: number; clicks: number };
          sum.exposures += exposures;
          sum.clicks += clicks;
        }
      }
    },
  };
}

const BANDITS: Record<string, () => Bandit> = {
  uniform: () => uniformBandit(CLUSTERS, ARMS),
  Thompson: () => thompsonBandit(CLUSTERS, ARMS, { a: 1, b: 32 }),
  "no detector": withoutDetector,
  marquee: () => marqueeBandit(CLUSTERS, ARMS, RULE),
};

function lostBy(name: string, drift: Drift | "none", seed: number): number {
  const world = driftingWorld({ drift, seed, arms: ARMS, horizon: IMPRESSIONS });
  const random = randomFrom(seedOf("bench drift", name, drift, seed));
  const { regret } = play(world, (BANDITS[name] as () => Bandit)(), { impressions: IMPRESSIONS, batch: BATCH, random });
  return regret.at(-1) as number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const seeds = Array.from({ length: SEEDS }, (_, i) => FIRST + i);
console.log(`seeds ${FIRST}..${FIRST + SEEDS - 1}, batches of ${BATCH}; share of uniform (standard error)`);
for (const drift of [...DRIFTS, "none"] as const) {
  const uniform = mean(seeds.map((seed) => lostBy("uniform", drift, seed)));
  const row = ["Thompson", "no detector", "marquee"].map((name) => {
    const lost = seeds.map((seed) => lostBy(name, drift, seed));
    const share = mean(lost) / uniform;
    const error = Math.sqrt(mean(lost.map((one) => (one - mean(lost)) ** 2)) / seeds.length) / uniform;
    return `${name} ${share.toFixed(3)} (${error.toFixed(3)})`;
  });
  const { limit, thompson, best } = CASES[drift];
  const known = best && `; reference: Thompson ${thompson}, best ${best}`;
  console.log(
    `${drift.padEnd(8)} uniform ${uniform.toFixed(0).padStart(5)}  ${row.join("  ")}  limit ${limit}${known}`,
  );
}
