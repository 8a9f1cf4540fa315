import type { Beta } from "../beta.ts";

// Nodes of every contender in units of its own spread; finer than a quarter of a spread where most of the mass is.
const NODES = [-3.6, -2.8, -2.1, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.1, 2.8, 3.6];
const REACH = 4;

/**
 * Probability to be best of each of K independent Beta posteriors, to about a thousandth, in microseconds.
 *
 *   P(i is best) = ∫ ∏ F_j dF_i,   j ≠ i
 *
 * as a Stieltjes sum over nodes that lie where the contenders' own quantiles do, so that a posterior of ten exposures
 * and one of ten million are told apart alike. `spread` narrows every posterior about its median: 1 leaves it, 0.5
 * halves its variance. What is reported is computed exactly, by `standings`; this is for what is allocated.
 *
 * @param cell posteriors with a, b >= 1
 * @param spread variance as a share of the posterior's own, > 0
 * @returns probabilities, 0..1, which sum to 1
 */
export function chances(cell: readonly Beta[], spread = 1): Float64Array {
  const arms = cell.length;
  const best = new Float64Array(arms).fill(0);
  if (arms === 0) return best;
  const scale = Math.sqrt(spread);
  let low = 0;
  for (const posterior of cell) low = Math.max(low, oddsAt(posterior, -REACH * scale));
  const contenders: number[] = [];
  for (let i = 0; i < arms; i++) if (oddsAt(cell[i] as Beta, REACH * scale) >= low) contenders.push(i);
  if (contenders.length === 1) {
    best[contenders[0] as number] = 1;
    return best;
  }
  const nodes = nodesOf(cell, contenders, low, scale);
  sum(
    contenders.map((i) => massesBelow(cell[i] as Beta, nodes, scale)),
    nodes.length + 2,
    (k, chance) => {
      best[contenders[k] as number] = chance;
    },
  );
  return best;
}

/** The odds x / (1 - x) about `z` standard deviations above the median. Source: Wilson and Hilferty, PNAS 17 (1931). */
function oddsAt({ a, b }: Beta, z: number): number {
  if (a > b) return 1 / oddsAt({ a: b, b: a }, -z);
  const root = Math.max(0.02, 1 - 1 / (9 * a) + (z / 3) * Math.sqrt(1 / a + 1 / b));
  return (a / b) * root * root * root;
}

function nodesOf(cell: readonly Beta[], contenders: readonly number[], low: number, scale: number): Float64Array {
  const nodes: number[] = [low];
  for (const i of contenders) {
    for (const z of NODES) {
      const odds = oddsAt(cell[i] as Beta, z * scale);
      if (odds > low) nodes.push(odds);
    }
  }
  return Float64Array.from(nodes).sort();
}

/** The mass below each node, with 0 before the first and 1 after the last. */
function massesBelow({ a, b }: Beta, odds: Float64Array, scale: number): Float64Array {
  const masses = new Float64Array(odds.length + 2);
  masses[odds.length + 1] = 1;
  for (let g = 0; g < odds.length; g++) masses[g + 1] = normalBelow(deviateOf(a, b, odds[g] as number) / scale);
  return masses;
}

/**
 * How many standard deviations of a normal a rate lies above a Beta's middle, to about 0.001 in probability.
 *
 * Source: Peizer and Pratt, J. Am. Stat. Assoc. 63 (1968) 1416-1456; as in Johnson and Kotz, ch. 25, eq. (26).
 */
function deviateOf(a: number, b: number, odds: number): number {
  const x = odds / (1 + odds);
  const rest = 1 / (1 + odds);
  const n = a + b - 1;
  const d = b - 1 / 3 - (n + 1 / 3) * rest + 0.02 * (x / b - rest / a + (x - 0.5) / (a + b));
  const away = b - 0.5 - n * rest;
  const variance = n * x * rest;
  let curvature = 1 / variance;
  if (away * away > 1e-4 * variance) {
    const deviance = (b - 0.5) * Math.log((b - 0.5) / (n * rest)) + (a - 0.5) * Math.log((a - 0.5) / (n * x));
    curvature = (2 * Math.max(0, deviance)) / (away * away);
  }
  return d * Math.sqrt(curvature / (1 + 1 / (6 * n)));
}

/** Φ(z), absolute error below 8e-8. Source: Abramowitz and Stegun, 26.2.17. */
function normalBelow(z: number): number {
  const away = Math.abs(z);
  if (away > 9) return z > 0 ? 1 : 0;
  const t = 1 / (1 + 0.2316419 * away);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp(-0.5 * z * z) * series;
  return z > 0 ? 1 - tail : tail;
}

/** ∫ ∏ F_j dF_i by the trapezoidal rule in F; exact where the others' masses are straight within a stretch. */
function sum(below: readonly Float64Array[], nodes: number, give: (k: number, chance: number) => void): void {
  const many = below.length;
  const best = new Float64Array(many);
  const before = new Float64Array(many);
  const after = new Float64Array(many + 1).fill(1);
  for (let g = 0; g < nodes; g++) {
    for (let k = many - 1; k >= 0; k--) after[k] = (after[k + 1] as number) * ((below[k] as Float64Array)[g] as number);
    let product = 1;
    for (let k = 0; k < many; k++) {
      const masses = below[k] as Float64Array;
      const others = product * (after[k + 1] as number);
      if (g > 0) {
        const step = (masses[g] as number) - (masses[g - 1] as number);
        best[k] = (best[k] as number) + 0.5 * step * (others + (before[k] as number));
      }
      before[k] = others;
      product *= masses[g] as number;
    }
  }
  let total = 0;
  for (const chance of best) total += chance;
  for (let k = 0; k < many; k++) give(k, (best[k] as number) / total);
}
