import { standings } from "./best.ts";
import { type Beta, checkBeta } from "./beta.ts";
import { gaussLegendre } from "./quadrature.ts";

const ORDER = 6;
const { nodes, weights, running } = gaussLegendre(ORDER);
const NODES = Float64Array.from(nodes);
const WEIGHTS = Float64Array.from(weights);
/** `RUNNING[k * ORDER + m]`: the weight of node m in the integral from 0 to node k. */
const RUNNING = Float64Array.from(running.flat());

// A posterior is followed until its density has fallen by e^-14 of its peak, which leaves 1e-7 of its mass outside.
const LOG_DEPTH = 14;
// In units of the sharpest live posterior's local width, and of the logit itself.
const PANEL_WIDTH = 3;
const MAX_PANEL = 2.5;
// Beyond it, what cancels in the logarithm of a density leaves less than six digits.
const MOST_EXPOSURES = 1e9;
const HALF_LN_TWO_PI = 0.9189385332046727;

/**
 * Probability that each of K independent Beta posteriors has the highest rate: what `standings` gives, to 1e-4 at worst
 * and 1e-6 as a rule, in a hundredth of the time. For allocations, of which tens of thousands are made at once; what
 * names a winner is computed by `standings`.
 *
 *   P(i is best) = ∫ g_i ∏ F_j du,   j ≠ i,   over the logit u
 *
 * Only the stretch is integrated in which the best rate can lie: from the highest of the posteriors' lower ends to the
 * highest of their upper ends. An arm that ends below it is never the best. The masses F are running integrals of the
 * densities at the same nodes, the products of all but one come from prefixes and suffixes: the cost is linear in K.
 *
 * @param posteriors a and b at least 0.05, whole numbers or not
 * @returns in the order of the posteriors; they sum to 1
 * @throws RangeError when a parameter is not a finite number > 0
 */
export function chancesBest(posteriors: readonly Beta[]): number[] {
  for (const posterior of posteriors) checkBeta(posterior);
  if (posteriors.length <= 1) return posteriors.map(() => 1);
  if (posteriors.some(({ a, b }) => a + b > MOST_EXPOSURES))
    return standings(posteriors).map(({ probabilityBest }) => probabilityBest);
  const ranges = posteriors.map(reachOf);
  const start = Math.max(...ranges.map(({ low }) => low));
  const live = [...posteriors.keys()].filter((arm) => (ranges[arm] as Reach).high > start);
  if (live.length === 1) return posteriors.map((_, arm) => (arm === live[0] ? 1 : 0));
  const arms = live.map((arm) => ({ ...(posteriors[arm] as Beta), high: (ranges[arm] as Reach).high }));
  const found = integrate(arms, panelsFrom(start, arms));
  const chances = posteriors.map(() => 0);
  for (const [i, arm] of live.entries()) chances[arm] = found[i] as number;
  return chances;
}

type Reach = { readonly low: number; readonly high: number };
type Arm = Beta & { readonly high: number };

/**
 * Where the density on the logit scale is within e^-14 of its peak. How far it has fallen is convex in the distance, so
 * after the first step Newton's method comes from outside: what is left out is never more than that.
 */
function reachOf({ a, b }: Beta): Reach {
  const n = a + b;
  const mean = a / n;
  const peak = Math.log(a / b);
  const away = (side: 1 | -1): number => {
    let d = side * Math.sqrt(2 * LOG_DEPTH * (1 / a + 1 / b));
    for (let step = 0; step < 4; step++) {
      const e = Math.exp(d);
      const rest = 1 + mean * (e - 1);
      d -= (n * Math.log(rest) - a * d - LOG_DEPTH) / ((a * e) / rest - a);
    }
    return d;
  };
  return { low: peak + away(-1), high: peak + away(1) };
}

/** Edges from `start` to the last arm's end, each panel no wider than the sharpest arm that is alive in it allows. */
function panelsFrom(start: number, arms: readonly Arm[]): number[] {
  const edges = [start];
  for (let from = start; ; ) {
    let [sharpest, end] = [0, from];
    for (const { a, b, high } of arms) {
      if (high <= from) continue;
      sharpest = Math.max(sharpest, a + b);
      end = Math.max(end, high);
    }
    if (end <= from) return edges;
    let width = Math.min(MAX_PANEL, PANEL_WIDTH / Math.sqrt(sharpest * slopeAt(from)));
    width = Math.min(width, PANEL_WIDTH / Math.sqrt(sharpest * slopeAt(from + width)));
    from = Math.min(end, from + width);
    edges.push(from);
  }
}

/** x (1 - x) at a logit. */
function slopeAt(u: number): number {
  const e = Math.exp(-Math.abs(u));
  return e / ((1 + e) * (1 + e));
}

// Kept between calls, and written before they are read: arms x nodes of densities and of masses below.
let density = new Float64Array(0);
let below = new Float64Array(0);

function integrate(arms: readonly Arm[], edges: readonly number[]): number[] {
  const count = (edges.length - 1) * ORDER;
  if (density.length < arms.length * count) {
    density = new Float64Array(2 * arms.length * count);
    below = new Float64Array(2 * arms.length * count);
  }
  const logits = new Float64Array(count);
  const softplus = new Float64Array(count);
  for (let panel = 0; panel + 1 < edges.length; panel++) {
    const from = edges[panel] as number;
    const width = (edges[panel + 1] as number) - from;
    for (let k = 0; k < ORDER; k++) {
      const u = from + width * (NODES[k] as number);
      logits[panel * ORDER + k] = u;
      softplus[panel * ORDER + k] = Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
    }
  }
  for (const [i, arm] of arms.entries()) tabulate(arm, i * count, logits, softplus, edges);
  return combine(arms.length, count, edges);
}

/** Fills one arm's rows. Its mass is counted from above, where all of it lies in the panels. */
function tabulate(
  { a, b, high }: Arm,
  row: number,
  logits: Float64Array,
  softplus: Float64Array,
  edges: readonly number[],
): void {
  const n = a + b;
  const scale = logGammaOf(n) - logGammaOf(a) - logGammaOf(b);
  let above = 0;
  for (let panel = edges.length - 2; panel >= 0; panel--) {
    const from = edges[panel] as number;
    const width = (edges[panel + 1] as number) - from;
    const first = panel * ORDER;
    if (from >= high) {
      density.fill(0, row + first, row + first + ORDER);
      below.fill(1, row + first, row + first + ORDER);
      continue;
    }
    for (let k = 0; k < ORDER; k++)
      density[row + first + k] = Math.exp(
        scale + a * (logits[first + k] as number) - n * (softplus[first + k] as number),
      );
    let whole = 0;
    for (let k = 0; k < ORDER; k++) whole += (WEIGHTS[k] as number) * (density[row + first + k] as number);
    for (let k = 0; k < ORDER; k++) {
      let part = 0;
      for (let m = 0; m < ORDER; m++) part += (RUNNING[k * ORDER + m] as number) * (density[row + first + m] as number);
      below[row + first + k] = Math.max(0, 1 - above - width * (whole - part));
    }
    above += width * whole;
  }
}

function combine(arms: number, count: number, edges: readonly number[]): number[] {
  const best = new Float64Array(arms);
  const after = new Float64Array(arms + 1).fill(1);
  let total = 0;
  for (let node = 0; node < count; node++) {
    const panel = (node / ORDER) | 0;
    const weight = ((edges[panel + 1] as number) - (edges[panel] as number)) * (WEIGHTS[node % ORDER] as number);
    for (let i = arms - 1; i > 0; i--) after[i] = (after[i + 1] as number) * (below[i * count + node] as number);
    let before = weight;
    for (let i = 0; i < arms; i++) {
      const at = i * count + node;
      const part = before * (after[i + 1] as number) * (density[at] as number);
      best[i] = (best[i] as number) + part;
      total += part;
      before *= below[at] as number;
    }
  }
  return Array.from(best, (chance) => chance / total);
}

/** ln Γ(z), z > 0, to 1e-11: raised by eight in one product, then Stirling's series. */
function logGammaOf(z: number): number {
  let raised = 0;
  let at = z;
  if (z < 8) {
    raised = Math.log(z * (z + 1) * (z + 2) * (z + 3) * (z + 4) * (z + 5) * (z + 6) * (z + 7));
    at = z + 8;
  }
  const s = 1 / (at * at);
  return (
    (at - 0.5) * Math.log(at) - at + HALF_LN_TWO_PI + (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s / 1680))) / at - raised
  );
}
