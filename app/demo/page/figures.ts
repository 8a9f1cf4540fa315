import type { Stretch } from "../ledger.ts";
import { count, percent, signedPercent } from "../words.ts";
import { type Html, html } from "./html.ts";

export type Interval = { readonly at: number; readonly low: number; readonly high: number };

/** A scale that many bars share, so that they can be compared down the page. */
export type Scale = { readonly from: number; readonly to: number };

/** The least and the most of all intervals, with zero inside. */
export const scaleOf = (intervals: readonly Interval[]): Scale => ({
  from: Math.min(0, ...intervals.map(({ low }) => low)),
  to: Math.max(0, ...intervals.map(({ high }) => high)),
});

// Beyond a tenth and ten times the other's rate, a little evidence would press all other bars together.
const LOG_REACH = Math.log(10);

/** A lift on a scale where twice and half as many clicks are equally far from none; cut at ten times. */
export function onLogScale({ at, low, high }: Interval): Interval {
  const log = (lift: number) => Math.max(-LOG_REACH, Math.min(LOG_REACH, Math.log1p(lift)));
  return { at: log(at), low: log(low), high: log(high) };
}

/** One interval on its scale: a line from low to high, a dot at the estimate, and a mark at zero. */
export function intervalBar(interval: Interval, scale: Scale, label: string): Html {
  const x = (value: number) => {
    const share = (value - scale.from) / (scale.to - scale.from || 1);
    return (4 + 192 * Math.min(1, Math.max(0, share))).toFixed(1);
  };
  const tone = interval.low > 0 ? "good" : interval.high < 0 ? "bad" : "open";
  return html`<svg class="bar ${tone}" viewBox="0 0 200 14" role="img" aria-label="${label}">
<line class="rail" x1="4" x2="196" y1="7" y2="7"/><line class="zero" x1="${x(0)}" x2="${x(0)}" y1="1" y2="13"/>
<line class="span" x1="${x(interval.low)}" x2="${x(interval.high)}" y1="7" y2="7"/><circle cx="${x(interval.at)}" cy="7" r="3.6"/></svg>`;
}

const WIDTH = 960;
const HEIGHT = 330;
const PLOT = { left: 58, right: WIDTH - 14, top: 16, bottom: HEIGHT - 42 };

/**
 * How often the audience clicked as the policies changed, against what was possible. Observed rates with their 95 %
 * intervals (Wilson); the true rates as lines.
 */
export function learningCurve(stretches: readonly (Stretch & { readonly policyVersion: number })[]): Html {
  const total = stretches.reduce((sum, { visits }) => sum + visits, 0);
  let seen = 0;
  const points = stretches.map((stretch) => {
    const from = seen;
    seen += stretch.visits;
    return { ...stretch, from, to: seen, middle: (from + seen) / 2, observed: wilson(stretch) };
  });
  const highest = Math.max(...points.flatMap(({ best, observed }) => [best, observed.high]));
  const step = [0.005, 0.01, 0.02, 0.05, 0.1].find((one) => highest / one <= 8) ?? 0.2;
  const top = Math.ceil((highest * 1.05) / step) * step;
  const x = (visits: number) => (PLOT.left + ((PLOT.right - PLOT.left) * visits) / total).toFixed(1);
  const y = (share: number) => (PLOT.bottom - ((PLOT.bottom - PLOT.top) * share) / top).toFixed(1);

  const level = (name: "best" | "bestForEverybody" | "control") =>
    `M${points.map((point) => `${x(point.from)},${y(point[name])}L${x(point.to)},${y(point[name])}`).join("L")}`;
  const band = [
    ...points.map((point) => `${x(point.middle)},${y(point.observed.high)}`),
    ...points.toReversed().map((point) => `${x(point.middle)},${y(point.observed.low)}`),
  ].join(" ");
  const rules = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const apart = [500, 1_000, 2_000, 5_000, 10_000, 20_000].find((one) => total / one <= 8) ?? 50_000;
  const ticks = Array.from({ length: Math.floor(total / apart) + 1 }, (_, i) => i * apart);
  const [first, last] = [points[0], points.at(-1)];
  const label =
    first && last
      ? `Click rate over ${count(total)} impressions: ${percent(first.observed.at)} at first, ${percent(last.observed.at)} at the end; ` +
        `always choosing right would have given ${percent(last.best)}.`
      : "No visits.";
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${rules.map((share) => html`<line class="rule" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(share)}" y2="${y(share)}"/><text x="${PLOT.left - 10}" y="${y(share)}" dy=".32em" text-anchor="end">${percent(share, step < 0.01 ? 1 : 0)}</text>`)}
${ticks.map((visits) => html`<text x="${x(visits)}" y="${PLOT.bottom + 24}" text-anchor="${anchorAt(visits / Math.max(1, total))}">${count(visits)}</text>`)}
<polygon class="band" points="${band}"/>
<path class="best" d="${level("best")}"/><path class="single" d="${level("bestForEverybody")}"/><path class="control" d="${level("control")}"/>
<polyline class="observed" points="${points.map((point) => `${x(point.middle)},${y(point.observed.at)}`).join(" ")}"/>
${points.map((point) => html`<circle class="observed" cx="${x(point.middle)}" cy="${y(point.observed.at)}" r="3"><title>Policy ${point.policyVersion}: ${percent(point.observed.at, 2)} of ${count(point.visits)}</title></circle>`)}
</svg>`;
}

const Z = 1.96;

/** 95 % score interval of a share (E. B. Wilson, 1927). */
function wilson({ visits, clicks }: { readonly visits: number; readonly clicks: number }): Interval {
  if (visits === 0) return { at: 0, low: 0, high: 0 };
  const share = clicks / visits;
  const middle = (share + Z ** 2 / (2 * visits)) / (1 + Z ** 2 / visits);
  const half = (Z / (1 + Z ** 2 / visits)) * Math.sqrt((share * (1 - share)) / visits + Z ** 2 / (4 * visits ** 2));
  return { at: share, low: middle - half, high: middle + half };
}

/** "+18 % (+4 % to +33 %)" */
export const intervalText = ({ at, low, high }: Interval): string => `${lift(at)} (${lift(low)} to ${lift(high)})`;

// Past ten times as many clicks the digits tell of the baseline's chance, not of the artwork.
const lift = (change: number): string => (change > 9 ? "> +900 %" : signedPercent(change));

/** A label at either end of the plot stays inside it. @param share of the plot's width */
const anchorAt = (share: number): string => (share === 0 ? "start" : share > 0.97 ? "end" : "middle");
