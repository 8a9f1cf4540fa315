import { type Beta, rateOf } from "./beta.ts";

/** A stretch of the logit scale. */
export type Stretch = { readonly low: number; readonly high: number };

// A posterior is followed until its density has fallen by e^-46, 1e-20, on each side.
const LOG_DEPTH = 46;
// exp(-690) is still a normal double; a posterior with a < 0.05 and no click has mass beyond it.
const MAX_LOGIT = 690;
// In units of the sharpest live posterior's local width. Narrower panels change nothing above 1e-12; at 3 units the
// rule begins to lose digits.
const PANEL_WIDTH = 1.5;
// Away from its bulk a posterior is an exponential in u, which this many units of its slope keep within the rule's reach.
const MAX_PANEL = 2;

/** Where the posterior's density on the logit scale is within e^-46 of its peak; log-concavity makes it one stretch. */
export function liveRange(posterior: Beta): Stretch {
  const { a, b } = posterior;
  const n = a + b;
  const peak = Math.log(a / b);
  // ln g(peak) - ln g(peak + away), from x(peak) = a / n.
  const fall = (away: number): number => n * Math.log1p((a / n) * Math.expm1(away)) - a * away;
  const reach = (side: 1 | -1): number => {
    let [near, far] = [0, Math.sqrt(1 / a + 1 / b)];
    while (fall(side * far) < LOG_DEPTH && far < MAX_LOGIT) [near, far] = [far, 2 * far];
    for (let step = 0; step < 20; step++) {
      const middle = (near + far) / 2;
      if (fall(side * middle) < LOG_DEPTH) near = middle;
      else far = middle;
    }
    return Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, peak + side * far));
  };
  return { low: reach(-1), high: reach(1) };
}

/** Cuts the union of the live ranges into panels, each no wider than its sharpest live posterior allows. */
export function panelEdges(posteriors: readonly Beta[], live: readonly Stretch[]): number[] {
  const first = Math.min(...live.map(({ low }) => low));
  const last = Math.max(...live.map(({ high }) => high));
  const widest = (from: number, to: number): number => {
    const [left, right] = [rateOf(from), rateOf(to)];
    const curvature = Math.max(left.x * left.rest, right.x * right.rest);
    let width = MAX_PANEL;
    for (const [arm, { a, b }] of posteriors.entries()) {
      const { low, high } = live[arm] as Stretch;
      if (low < to && high > from) width = Math.min(width, PANEL_WIDTH / Math.sqrt((a + b) * curvature));
    }
    return width;
  };
  const edges = [first];
  for (let from = first; from < last; ) {
    let to = Math.min(last, from + MAX_PANEL);
    while (to - from > widest(from, to)) to = (from + to) / 2;
    edges.push(to);
    from = to;
  }
  return edges;
}
