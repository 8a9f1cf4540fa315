import type { CreativeId } from "../core/creative.ts";
import { type Beta, betaMean, checkBeta, logitDensity, logitOf, rateOf, tailsAt } from "./beta.ts";
import { liveRange, panelEdges } from "./panels.ts";
import { type Interval, PRIOR_CLICKS, posteriorsOf } from "./posterior.ts";
import { gaussLegendre } from "./quadrature.ts";
import type { ArmCounts } from "./winner.ts";

/** By how much one click rate exceeds another: 0.25 is a quarter more clicks an exposure; -1 is none at all. */
export type Lift = {
  /** Posterior median of rate / baseline - 1. */
  readonly lift: number;
  readonly interval: Interval;
  /** Probability that the rate is above the baseline. */
  readonly probabilityAbove: number;
};

const RULE = gaussLegendre(12);
const TOLERANCE = 1e-12;

/**
 * Lift of one arm over another from their independent posteriors, by quadrature: no draws, no seed.
 *
 * @param arm posterior of the arm
 * @param baseline posterior of what it is compared with
 * @param mass of the equal-tailed credible interval, 0.95 as a rule
 * @returns -1 < low <= lift <= high
 *
 * For one pair that was chosen beforehand. The best of many arms looks better than it is, most of all when few have
 * been seen often: read the lift of a leader together with its probability to be best.
 */
export function liftOver(arm: Beta, baseline: Beta, mass = 0.95): Lift {
  checkBeta(arm);
  checkBeta(baseline);
  if (!(mass > 0 && mass < 1)) throw new RangeError(`mass must be between 0 and 1, not ${mass}`);
  const tail = (1 - mass) / 2;
  const pair = pairOf(arm, baseline);
  return {
    lift: Math.expm1(logRatioQuantile(pair, 0.5)),
    interval: {
      low: Math.expm1(logRatioQuantile(pair, tail)),
      high: Math.expm1(logRatioQuantile(pair, 1 - tail)),
    },
    probabilityAbove: 1 - logRatioAt(pair, 0).below,
  };
}

/**
 * The one artwork to show if everybody had to see the same: the arm with the highest mean over clusters of its
 * posterior mean rate, weighted by audience.
 *
 * @param cells one a cluster; `weight` is its share of the audience, in any unit, and an arm that is missing from a
 * cell has not been shown there
 * @returns the arm's id, the first in the order of ids when several are best, and its rate over everybody
 * @throws RangeError without a weight above 0 or without arms
 */
export function bestForEverybody(
  cells: readonly { readonly weight: number; readonly arms: readonly ArmCounts[] }[],
  priorClicks = PRIOR_CLICKS,
): { readonly creativeId: CreativeId; readonly rate: number } {
  const ids = [...new Set(cells.flatMap(({ arms }) => arms.map((arm) => arm.creativeId)))].sort();
  const audience = cells.reduce((sum, { weight }) => sum + weight, 0);
  if (ids.length === 0) throw new RangeError("the best for everybody needs at least one arm");
  if (!(audience > 0) || cells.some(({ weight }) => !(weight >= 0))) {
    throw new RangeError("weights must be >= 0, and one of them above 0");
  }
  const rates = ids.map(() => 0);
  for (const { weight, arms } of cells) {
    const seen = new Map(arms.map((arm) => [arm.creativeId, arm]));
    const posteriors = posteriorsOf(
      ids.map((id) => seen.get(id) ?? { exposures: 0, clicks: 0 }),
      priorClicks,
    );
    for (const [i, posterior] of posteriors.entries()) {
      rates[i] = (rates[i] as number) + (weight / audience) * betaMean(posterior);
    }
  }
  const rate = Math.max(...rates);
  return { creativeId: ids[rates.indexOf(rate)] as CreativeId, rate };
}

/** Solves P(ln X - ln Y < t) = mass by Newton's method inside a bracket. */
function logRatioQuantile(pair: Pair, mass: number): number {
  let [left, right] = [-1500, 1500];
  let t = Math.log(betaMean(pair.arm) / betaMean(pair.baseline));
  for (let step = 0; step < 200; step++) {
    const { below, density } = logRatioAt(pair, t);
    if (below > mass) right = t;
    else left = t;
    let next = t - (below - mass) / density;
    if (!(next > left && next < right)) next = (left + right) / 2;
    if (Math.abs(next - t) <= TOLERANCE * Math.max(1, Math.abs(t))) return next;
    t = next;
  }
  return t;
}

/** Two posteriors, and the panels over the narrower one, on whose scale the other's distribution is smooth. */
type Pair = {
  readonly arm: Beta;
  readonly baseline: Beta;
  readonly overArm: boolean;
  readonly edges: readonly number[];
};

function pairOf(arm: Beta, baseline: Beta): Pair {
  const overArm = spread(arm) <= spread(baseline);
  const narrow = overArm ? arm : baseline;
  return { arm, baseline, overArm, edges: panelEdges([narrow], [liveRange(narrow)]) };
}

/** P(ln X - ln Y < t) and its density, X and Y the two rates. */
function logRatioAt({ arm, baseline, overArm, edges }: Pair, t: number): { below: number; density: number } {
  const [narrow, wide, shift] = overArm ? [arm, baseline, -t] : [baseline, arm, t];
  // Beyond this logit of the narrow rate the other would have to exceed 1.
  const end = shift > 0 ? logitOf(Math.exp(-shift)) : Number.POSITIVE_INFINITY;
  let below = overArm || end === Number.POSITIVE_INFINITY ? 0 : tailsAt(narrow, end).upper;
  let density = 0;
  for (let panel = 0; panel + 1 < edges.length; panel++) {
    const from = edges[panel] as number;
    const width = Math.min(edges[panel + 1] as number, end) - from;
    if (width <= 0) break;
    for (const [k, node] of RULE.nodes.entries()) {
      const u = from + width * node;
      const weight = width * (RULE.weights[k] as number) * logitDensity(narrow, u);
      const other = rateOf(u).x * Math.exp(shift);
      if (other >= 1) continue;
      const v = logitOf(other);
      const tails = tailsAt(wide, v);
      below += weight * (overArm ? tails.upper : tails.lower);
      density += (weight * logitDensity(wide, v)) / (1 - other);
    }
  }
  return { below, density };
}

/** Squared width of a posterior on the logit scale, roughly, to compare two. */
const spread = ({ a, b }: Beta): number => 1 / a + 1 / b;
