import type { LogRow } from "../../core/log.ts";
import { type Random, randomFrom, seedOf } from "../../core/random.ts";
import { draw } from "./draw.ts";

const ARMS = 8;
const DIMENSIONS = 5;

/** A world whose click rates depend on a context, and logs that are drawn from it. */
export type Synthetic = {
  readonly arms: number;
  /** True click rate of each arm for one context. */
  rates(x: readonly number[]): number[];
  context(random: Random): number[];
};

/**
 * The synthetic world of Open Bandit Pipeline's description: eight arms, five normal context features, and click rates
 * 0.01 + 0.04 / (1 + e^-(0.8 x.w + b)), with the weights w and b of each arm drawn once from a standard normal.
 *
 * @param seed draws the arms, 0..2^32-1
 */
export function syntheticWorld(seed: number): Synthetic {
  const random = randomFrom(seedOf("synthetic", seed));
  const weights = Array.from({ length: ARMS }, () => normals(DIMENSIONS, random));
  const levels = normals(ARMS, random);
  return {
    arms: ARMS,
    context: (draws) => normals(DIMENSIONS, draws),
    rates: (x) =>
      weights.map((w, arm) => {
        const logit = w.reduce((sum, weight, i) => sum + 0.8 * weight * (x[i] as number), levels[arm] as number);
        return 0.01 + 0.04 / (1 + Math.exp(-logit));
      }),
  };
}

/** A log of `rows` decisions whose arms were drawn by `shares`. */
export function* syntheticLog(
  world: Synthetic,
  { rows, shares, seed }: { readonly rows: number; readonly shares: readonly number[]; readonly seed: number },
): Generator<LogRow> {
  const random = randomFrom(seedOf("log", seed));
  for (let row = 0; row < rows; row++) {
    const rates = world.rates(world.context(random));
    const action = draw(shares, random());
    const reward = random() < (rates[action] as number) ? 1 : 0;
    yield { action, reward, propensity: shares[action] as number, true_ctr: rates };
  }
}

/** Source: G. E. P. Box and M. E. Muller, Ann. Math. Statist. 29 (1958) 610. */
function normals(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}
