import type { Beta } from "../beta.ts";
import { normalTail } from "../normal.ts";

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
export function chances(cell: readonly Beta[], spread: number | readonly number[] = 1): Float64Array {
  const scales = cell.map((_, i) => Math.sqrt(typeof spread === "number" ? spread : (spread[i] as number)));
  const best = new Float64Array(cell.length);
  let low = 0;
  for (const [i, posterior] of cell.entries()) low = Math.max(low, rootAt(posterior, -REACH * (scales[i] as number)));
  const contenders: number[] = [];
  for (const [i, posterior] of cell.entries()) {
    if (rootAt(posterior, REACH * (scales[i] as number)) >= low) contenders.push(i);
  }
  const [only] = contenders;
  if (contenders.length === 1) best[only as number] = 1;
  if (contenders.length < 2) return best;
  const nodes = nodesOf(cell, contenders, low, scales);
  const below = contenders.map((i) => massesBelow(cell[i] as Beta, nodes, scales[i] as number));
  for (const [k, chance] of integrate(below, nodes.length + 2).entries()) best[contenders[k] as number] = chance;
  return best;
}

/**
 * The cube root of the odds x / (1 - x) about `z` standard deviations above the median. A Beta's odds times b / a are
 * F(2a, 2b), whose cube root is nearly normal.
 *
 * Sources: Wilson and Hilferty, PNAS 17 (1931) 684; Paulson, Ann. Math. Stat. 13 (1942) 233.
 */
function rootAt({ a, b }: Beta, z: number): number {
  const away = (z / 3) * Math.sqrt(1 / a + 1 / b);
  // Towards the side of few counts the straight line would pass 0: the other side's is turned over.
  if (a <= b) return Math.cbrt(a / b) * Math.max(0.02, 1 - 1 / (9 * a) + away);
  return Math.cbrt(a / b) / Math.max(0.02, 1 - 1 / (9 * b) - away);
}

function nodesOf(
  cell: readonly Beta[],
  contenders: readonly number[],
  low: number,
  scales: readonly number[],
): Float64Array {
  const nodes = new Float64Array(contenders.length * NODES.length + 1);
  let many = 0;
  nodes[many++] = low;
  for (const i of contenders) {
    for (const z of NODES) {
      const node = rootAt(cell[i] as Beta, z * (scales[i] as number));
      if (node > low) nodes[many++] = node;
    }
  }
  return nodes.subarray(0, many).sort();
}

/** The mass below each node, with 0 before the first and 1 after the last. */
function massesBelow({ a, b }: Beta, nodes: Float64Array, scale: number): Float64Array {
  const masses = new Float64Array(nodes.length + 2);
  masses[nodes.length + 1] = 1;
  const ratio = Math.cbrt(b / a);
  const [ninthA, ninthB] = [1 / (9 * a), 1 / (9 * b)];
  for (let g = 0; g < nodes.length; g++) {
    const y = ratio * (nodes[g] as number);
    const z = ((1 - ninthB) * y - (1 - ninthA)) / (scale * Math.sqrt(ninthB * y * y + ninthA));
    masses[g + 1] = normalBelow(z);
  }
  return masses;
}

const STEPS = 256;
const END = 8;
/** Φ at every 1/256 from -8 to 8; between them straight lines, absolute error below 5e-7. */
const NORMAL = Float64Array.from({ length: 2 * END * STEPS + 2 }, (_, i) => 1 - normalTail(i / STEPS - END));

function normalBelow(z: number): number {
  const at = (z + END) * STEPS;
  if (!(at > 0)) return 0;
  const below = Math.trunc(at);
  if (below >= 2 * END * STEPS) return 1;
  const low = NORMAL[below] as number;
  return low + (at - below) * ((NORMAL[below + 1] as number) - low);
}

/** ∫ ∏ F_j dF_i by the trapezoidal rule in F; exact where the others' masses are straight within a stretch. */
function integrate(below: readonly Float64Array[], nodes: number): Float64Array {
  const many = below.length;
  const best = new Float64Array(many);
  const before = new Float64Array(many);
  const after = new Float64Array(many + 1).fill(1);
  let total = 0;
  for (let g = 0; g < nodes; g++) {
    for (let k = many - 1; k >= 0; k--) after[k] = (after[k + 1] as number) * ((below[k] as Float64Array)[g] as number);
    let product = 1;
    for (let k = 0; k < many; k++) {
      const masses = below[k] as Float64Array;
      const others = product * (after[k + 1] as number);
      if (g > 0) {
        const part = 0.5 * ((masses[g] as number) - (masses[g - 1] as number)) * (others + (before[k] as number));
        best[k] = (best[k] as number) + part;
        total += part;
      }
      before[k] = others;
      product *= masses[g] as number;
    }
  }
  for (let k = 0; k < many; k++) best[k] = (best[k] as number) / total;
  return best;
}
