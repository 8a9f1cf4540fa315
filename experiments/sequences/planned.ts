import { normalQuantile, normalTail } from "../normal.ts";
import { type Duel, scoreOf } from "./duel.ts";
import { checkAlpha } from "./mixture.ts";
import type { Ratio } from "./sequence.ts";

/** How much of alpha may be spent once the share `t` of the planned exposures has come, 0..1; at 1 all of it. */
export type Spending = (t: number, alpha: number) => number;

/** As O'Brien and Fleming's bounds spend, in the form of Lan and DeMets: next to nothing early, most of it at the end. */
export const obrienFleming: Spending = (t, alpha) =>
  t <= 0 ? 0 : Math.min(alpha, 4 * normalTail(normalQuantile(1 - alpha / 4) / Math.sqrt(t)));

/**
 * 0.92 alpha t^16: later than O'Brien and Fleming, so that fifty looks cost hardly a hundredth of the power of one look at
 * the end, and a difference that is far larger than planned for is still found at three quarters of the time. What is not
 * spent is kept for what the normal law of the score leaves out. Source: K. Kim, D. L. DeMets, Biometrika 74 (1987) 149-154.
 */
export const late: Spending = (t, alpha) => 0.92 * alpha * Math.max(0, Math.min(1, t)) ** 16;

/** Bounds beyond this are not reached by anything. */
const FARTHEST = 8;
/** Grid points for each standard deviation of the step between two looks. */
const FINENESS = 4;
const MOST_POINTS = 2_001;

/**
 * The bounds in standard errors, one a look, such that a test without a difference crosses one of them with probability
 * alpha, each look spending what its time allows.
 *
 * Only so long as looks were planned: the shares of the planned exposures at which one looks may move, but not depend on
 * what was seen. Where nobody planned, use `ratioSequence`.
 *
 * @param times share of the planned exposures at every look so far, rising, in 0..1
 * @returns in their order; Infinity where next to nothing may be spent
 * @throws RangeError when times do not rise or leave 0..1
 *
 * Source: K. K. G. Lan, D. L. DeMets, Biometrika 70 (1983) 659-663; the recursion of P. Armitage, C. K. McPherson,
 * B. C. Rowe, J. R. Stat. Soc. A 132 (1969) 235-244, by Simpson's rule.
 */
export function boundsAt(times: readonly number[], alpha = 0.05, spending: Spending = late): number[] {
  checkAlpha(alpha);
  const bounds: number[] = [];
  // The density of the score among tests that have not crossed yet, on 0..edge; it is even.
  let density: Density | null = null;
  let [before, spent] = [0, 0];
  for (const time of times) {
    if (!(time > before && time <= 1)) throw new RangeError(`times must rise within 0..1, not ${before}, ${time}`);
    const step = Math.sqrt(time - before);
    const allowed = spending(time, alpha) - spent;
    const edge = edgeOf(density, step, allowed, FARTHEST * Math.sqrt(time));
    spent += crossing(density, step, edge);
    density = carried(density, step, edge);
    bounds.push(edge >= FARTHEST * Math.sqrt(time) ? Number.POSITIVE_INFINITY : edge / Math.sqrt(time));
    before = time;
  }
  return bounds;
}

/** The rate ratios that a test of planned looks does not leave out at a look whose bound is `bound`. */
export function plannedInterval(duels: readonly Duel[], bound: number): Ratio {
  const edge = (side: 1 | -1) => {
    let [left, right] = [-50, 50];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (left + right) / 2;
      // The score falls in the ratio.
      if (scoreOf(duels, Math.exp(middle)) > side * bound) left = middle;
      else right = middle;
    }
    return left;
  };
  const [low, high] = [edge(1), edge(-1)];
  return { low: low < -49 ? 0 : Math.exp(low), high: high > 49 ? Number.POSITIVE_INFINITY : Math.exp(high) };
}

/** Values at equal distances from 0, an odd number of them. */
type Density = { readonly gap: number; readonly values: Float64Array };

function edgeOf(density: Density | null, step: number, allowed: number, farthest: number): number {
  let [near, far] = [0, farthest];
  if (!(crossing(density, step, farthest) < allowed)) return farthest;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (near + far) / 2;
    if (crossing(density, step, middle) > allowed) near = middle;
    else far = middle;
  }
  return far;
}

/** The chance to end beyond the edge, on either side, after one more step. */
function crossing(density: Density | null, step: number, edge: number): number {
  if (!density) return 2 * normalTail(edge / step);
  const reach = [edge - FARTHEST * step, Number.POSITIVE_INFINITY] as const;
  return 2 * simpson(density, reach, (at) => normalTail((edge - at) / step) + normalTail((edge + at) / step));
}

function carried(density: Density | null, step: number, edge: number): Density {
  const points = Math.min(MOST_POINTS, 2 * Math.ceil((FINENESS * edge) / step / 2) + 21);
  const gap = edge / (points - 1);
  const values = Float64Array.from({ length: points }, (_, i) => {
    const to = i * gap;
    if (!density) return bell(to, step);
    const reach = [to - FARTHEST * step, to + FARTHEST * step] as const;
    return simpson(density, reach, (at) => bell(to - at, step) + bell(to + at, step));
  });
  return { gap, values };
}

const bell = (away: number, step: number): number => {
  const z = away / step;
  return (0.3989422804014327 / step) * Math.exp(-0.5 * z * z);
};

/** ∫ density(at) weight(at) over 0..edge, where the weight is none outside the reach. */
function simpson(
  { gap, values }: Density,
  [from, to]: readonly [number, number],
  weight: (at: number) => number,
): number {
  const last = values.length - 1;
  const [first, end] = [Math.max(0, Math.floor(from / gap)), Math.min(last, Math.ceil(to / gap))];
  let sum = 0;
  for (let i = first; i <= end; i++) {
    const times = i === 0 || i === last ? 1 : i % 2 === 1 ? 4 : 2;
    sum += times * (values[i] as number) * weight(i * gap);
  }
  return (sum * gap) / 3;
}
