import { z } from "zod";
import { logGamma } from "../beta.ts";
import { clusterRates, Grid, type Shape, sumOf } from "./grid.ts";

/** A past that may not hold any more. */
export const Doubt = z.strictObject({
  past: Grid,
  /** Cells that were suspected. */
  cells: z.array(z.int().min(0)),
  direction: z.enum(["fell", "rose"]),
  /** Exposures of the title before the change. */
  since: z.number().min(0),
  /** Log likelihood ratio of the change, above the bar. */
  evidence: z.number(),
});
export type Doubt = z.infer<typeof Doubt>;

// Before the new time is heard: what a suspected cell's past is worth, and that of the others.
const [SUSPECTED, OTHERS] = [0.1, 0.5];
const WORTH = 20;
// A past that does not hold is still worth a click or two, and predicts as six clicks would: within a factor of 1.5.
const [LEFT_CLICKS, LOOSE_CLICKS] = [1.5, 6];
// However long, a past predicts no closer than a thousand clicks do: arms wander.
const MOST_CLICKS = 1000;
// Log odds that nothing changed at all, once a change is suspected: the suspicion was the worst of many looks.
const FALSE_ALARM = 4;
const ROUNDS = 3;
const STEPS = 4;

/** What is left of a doubted past: how likely it still holds, cell by cell, and by which factor all arms moved since. */
export type Trust = { readonly holds: number[]; readonly level: number };

/**
 * Weighs a doubted past against the time since. Either nothing changed at all, or each cell's past holds or not by itself: the odds are
 * those beforehand times the ratio of the two predictions of the clicks since, by the past in full and by a loose one
 * (gamma-Poisson). The common factor of all cells is estimated with its learned variance, by those whose past holds.
 *
 * So a false alarm is taken back as soon as the new time bears the past out, and a true one costs only the cells that
 * changed.
 *
 * Source: power priors, J. G. Ibrahim and M.-H. Chen, Statist. Sci. 15 (2000) 46.
 *
 * @param since what was counted since
 * @param variance of the log of the common factor
 */
export function trustIn({ past, cells }: Doubt, since: Grid, variance: number, { arms, clusters }: Shape): Trust {
  const before = past.clicks.map(() => OTHERS);
  for (const cell of cells) before[cell] = SUSPECTED;
  const means = clusterRates(past, { arms, clusters });
  const predictors = past.exposures.map((shown, i) => ({
    clicks: (past.clicks[i] as number) + WORTH,
    exposures: shown + WORTH / (means[Math.floor(i / arms)] as number),
  }));
  let [holds, level] = [before, 1];
  for (let round = 0; round < ROUNDS; round++) {
    let [counted, expected] = [0, 0];
    for (const [i, { clicks, exposures }] of predictors.entries()) {
      counted += (holds[i] as number) * (since.clicks[i] as number);
      expected += ((holds[i] as number) * (since.exposures[i] as number) * clicks) / exposures;
    }
    level = commonFactor(counted, expected, variance);
    const gains = predictors.map(({ clicks, exposures }, i) => {
      const [clicked, shown] = [since.clicks[i] as number, since.exposures[i] as number];
      const predicts = (worth: number) => logPredictive(clicked, shown, worth, (worth * exposures) / clicks / level);
      return predicts(Math.min(clicks, MOST_CLICKS)) - predicts(Math.min(clicks, LOOSE_CLICKS));
    });
    holds = held(gains, before);
  }
  return { holds, level };
}

/**
 * How likely each cell's past holds: either nothing changed at all, or each cell did by itself.
 *
 * @param gains log of how much better the past in full predicts than a loose one
 * @param before how likely each past held under a change, before
 */
function held(gains: readonly number[], before: readonly number[]): number[] {
  const mixed = gains.map((gain, i) => (before[i] as number) + (1 - (before[i] as number)) * Math.exp(-gain));
  const change = 1 / (1 + Math.exp(FALSE_ALARM - sumOf(mixed.map(Math.log))));
  return mixed.map((mixture, i) => 1 - change + (change * (before[i] as number)) / mixture);
}

/** The likeliest factor: counted ~ Poisson(expected x factor), log factor ~ N(0, variance). Newton's method. */
function commonFactor(counted: number, expected: number, variance: number): number {
  let log = 0;
  for (let step = 0; step < STEPS; step++) {
    const mean = expected * Math.exp(log);
    log -= Math.max(-1, Math.min(1, (mean - counted + log / variance) / (mean + 1 / variance)));
  }
  return Math.exp(log);
}

/** Log chance of `clicks` in `exposures` when the rate is Gamma(a, b), up to what does not depend on a and b. */
function logPredictive(clicks: number, exposures: number, a: number, b: number): number {
  if (exposures === 0) return 0;
  return logGamma(a + clicks) - logGamma(a) - a * Math.log1p(exposures / b) - clicks * Math.log(b + exposures);
}

/**
 * What is left of the past, in terms of today's level: a mixture of full and hardly any evidence, as evidence of the
 * same variance.
 */
export function remains({ past }: Doubt, { holds, level }: Trust, shape: Shape): Grid {
  const means = clusterRates(past, shape);
  const kept = past.exposures.map((shown, i) => {
    const clicks = Math.max(past.clicks[i] as number, shown * (means[Math.floor(i / shape.arms)] as number));
    const held = holds[i] as number;
    return 1 / (held + (1 - held) * Math.max(1, clicks / LEFT_CLICKS));
  });
  return {
    exposures: past.exposures.map((shown, i) =>
      Math.max((shown * (kept[i] as number)) / level, (past.clicks[i] as number) * (kept[i] as number)),
    ),
    clicks: past.clicks.map((clicks, i) => clicks * (kept[i] as number)),
  };
}
