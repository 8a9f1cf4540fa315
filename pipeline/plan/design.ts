import type { AttributeName, Attributes } from "../../core/attributes.ts";
import { type Random, randomFrom, seedOf } from "../../core/random.ts";
import { leanedColumn } from "./leaned.ts";
import { type Levels, NAMES } from "./levels.ts";

/** Probabilities of an attribute's levels, in their order, where they are not all the same. */
export type Leaning = { readonly [Name in AttributeName]?: readonly number[] };

// The most arms one order may ask of a cluster (core/job.ts). Every design is drawn this long and cut to size, so that
// ordering more arms later, with the same seed, keeps the arms that exist.
export const MAX_ARMS = 16;

// Of this many designs the best is kept. Eight lower the J2 of the first four arms from 1.30 to 1.15, 24 to 1.14 only.
const DRAWS = 8;

/**
 * A randomized, nearly orthogonal design of MAX_ARMS arms, of which every beginning is one too.
 *
 * Each attribute is a balanced column: random permutations of its levels, one after another, so that in every beginning
 * the counts of two levels differ by one at most. Of DRAWS such designs the one is kept whose first two like arms come
 * latest, and among those the one with the least J2: the sum over pairs of arms of the squared number of attributes in
 * which they agree, here weighted so that early arms count most. The less two arms agree, the less two attributes'
 * effects are confounded; 0 is an orthogonal array.
 *
 * What a level is called decides nothing, so every level keeps the probability 1 / levels in every arm.
 *
 * Source: H. Xu, An Algorithm for Constructing Orthogonal and Nearly-Orthogonal Arrays with Mixed Levels and Small Runs,
 * Technometrics 44 (2002), equation 1.
 *
 * @param arms whole number in 1..MAX_ARMS; fewer are the first of more
 * @param seed whole number in 0..2^32-1; the same levels and seed give the same arms
 */
export function drawDesign(levels: Levels, arms: number, seed: number, leaning: Leaning = {}): readonly Attributes[] {
  const counts = NAMES.map((name) => (leaning[name] ? 1 : levels[name].length));
  let best = new Uint8Array(0);
  let [bestRun, bestJ2] = [-1, Number.POSITIVE_INFINITY];
  for (let draw = 0; draw < DRAWS; draw++) {
    const design = balanced(counts, randomFrom(seedOf("draw", seed, draw)));
    const { run, j2 } = qualityOf(design, counts.length);
    if (run > bestRun || (run === bestRun && j2 < bestJ2)) [best, bestRun, bestJ2] = [design, run, j2];
  }
  for (const [at, name] of NAMES.entries()) {
    const probabilities = leaning[name];
    if (!probabilities) continue;
    const column = leanedColumn(probabilities, MAX_ARMS, randomFrom(seedOf("lean", seed, name)));
    for (const [arm, level] of column.entries()) best[arm * NAMES.length + at] = level;
  }
  return Array.from(
    { length: arms },
    (_, arm) =>
      Object.fromEntries(
        NAMES.map((name, at) => [name, levels[name][best[arm * NAMES.length + at] ?? 0]]),
      ) as unknown as Attributes,
  );
}

/** The index of a level for each attribute of each arm, arm by arm: every column a row of fresh permutations (Fisher and Yates). */
function balanced(counts: readonly number[], random: Random): Uint8Array<ArrayBuffer> {
  const width = counts.length;
  const design = new Uint8Array(MAX_ARMS * width);
  const deck = new Uint8Array(Math.max(...counts));
  for (let at = 0; at < width; at++) {
    const levels = counts[at] ?? 1;
    for (let arm = 0; arm < MAX_ARMS; arm++) {
      const dealt = arm % levels;
      if (dealt === 0) for (let level = 0; level < levels; level++) deck[level] = level;
      const pick = dealt + Math.floor(random() * (levels - dealt));
      design[arm * width + at] = deck[pick] ?? 0;
      deck[pick] = deck[dealt] ?? 0;
    }
  }
  return design;
}

/** How many arms come before the first that repeats an earlier one, and the weighted J2 of them all. */
function qualityOf(design: Uint8Array, width: number): { run: number; j2: number } {
  let run = MAX_ARMS;
  let j2 = 0;
  for (let arm = 1; arm < MAX_ARMS; arm++) {
    let sum = 0;
    for (let earlier = 0; earlier < arm; earlier++) {
      let agree = 0;
      for (let at = 0; at < width; at++) if (design[arm * width + at] === design[earlier * width + at]) agree++;
      if (agree === width && run === MAX_ARMS) run = arm;
      sum += agree * agree;
    }
    j2 += sum / arm;
  }
  return { run, j2 };
}
