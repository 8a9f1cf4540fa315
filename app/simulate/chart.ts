import type { Label } from "../../pipeline/chart.ts";

/** One line of the picture with the band around it; all of one length, in clicks. */
export type Curve = {
  readonly name: string;
  readonly at: readonly number[];
  readonly middle: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
};

export type Chart = {
  readonly svg: string;
  readonly labels: readonly Label[];
  readonly widthPx: number;
  readonly heightPx: number;
};

const [WIDTH, HEIGHT] = [1_200, 720];
const PLOT = { left: 110, right: WIDTH - 230, top: 110, bottom: HEIGHT - 90 };
const INK = "#1d2430";
const PALE = "#66707f";
// Told apart by all eyes (Okabe and Ito), the product's own first.
const COLOURS = ["#0072b2", "#d55e00", "#7a7f87", "#009e73"];

/** Regret over impressions, from nothing: lines with bands, the axes, and each line's name at its end. */
export function regretChart(title: string, subtitle: string, curves: readonly Curve[]): Chart {
  const last = Math.max(1, ...curves.flatMap(({ at }) => at));
  const tall = topOf(curves);
  const x = (at: number) => PLOT.left + ((PLOT.right - PLOT.left) * at) / last;
  const y = (lost: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * Math.min(lost, tall)) / tall;
  const across = ticks(last);
  const up = ticks(tall);
  const shapes = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...up.map((value) => line(PLOT.left, y(value), PLOT.right, y(value), value === 0 ? INK : "#e3e6ea")),
    ...across.map((value) => line(x(value), PLOT.bottom, x(value), PLOT.bottom + 7, INK)),
    ...curves.map(({ at, low, high }, i) => {
      const there = at.map((one, k) => `${x(one).toFixed(1)},${y(high[k] as number).toFixed(1)}`);
      const back = at.map((one, k) => `${x(one).toFixed(1)},${y(low[k] as number).toFixed(1)}`).reverse();
      const origin = `${x(0)},${y(0)}`;
      return `<polygon points="${[origin, ...there, ...back].join(" ")}" fill="${colourOf(i)}" fill-opacity="0.16"/>`;
    }),
    ...curves.map(({ at, middle }, i) => {
      const points = at.map((one, k) => `${x(one).toFixed(1)},${y(middle[k] as number).toFixed(1)}`);
      return `<polyline points="${[`${x(0)},${y(0)}`, ...points].join(" ")}" fill="none" stroke="${colourOf(i)}" stroke-width="3.5" stroke-linejoin="round"/>`;
    }),
  ];
  const labels: Label[] = [
    { text: title, x: PLOT.left, y: 44, sizePx: 27, colour: INK, anchor: "start", bold: true },
    { text: subtitle, x: PLOT.left, y: 78, sizePx: 17, colour: PALE, anchor: "start" },
    ...up.map((value) => axisLabel(inWords(value), PLOT.left - 14, y(value), "end")),
    ...across.map((value) => axisLabel(inWords(value), x(value), PLOT.bottom + 25, "middle")),
    axisLabel("impressions", (PLOT.left + PLOT.right) / 2, HEIGHT - 30, "middle"),
    ...apart(curves.map(({ middle }) => y(middle.at(-1) ?? 0))).map(
      (at, i): Label => ({
        text: curves[i]?.name ?? "",
        x: PLOT.right + 14,
        y: at,
        sizePx: 18,
        colour: colourOf(i),
        anchor: "start",
        bold: i === 0,
      }),
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${shapes.join("")}</svg>`;
  return { svg, labels, widthPx: WIDTH, heightPx: HEIGHT };
}

/** Room for the lines and their bands. */
function topOf(curves: readonly Curve[]): number {
  const most = Math.max(1e-9, ...curves.flatMap(({ high }) => high));
  const step = stepOf(most);
  return Math.ceil(most / step) * step;
}

/** 1, 2 or 5 times a power of ten, so that about five of them make `most`. */
function stepOf(most: number): number {
  const raw = most / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5, 10].find((one) => one * power >= raw) ?? 10) * power;
}

function ticks(most: number): number[] {
  const step = stepOf(most);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Heights moved as little as keeps names from lying over each other. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((height, i) => ({ height, i })).sort((one, other) => one.height - other.height);
  const out = [...heights];
  let above = Number.NEGATIVE_INFINITY;
  for (const { height, i } of order) {
    above = Math.max(height, above + 26);
    out[i] = above;
  }
  return out;
}

const colourOf = (i: number): string => COLOURS[i % COLOURS.length] as string;
const inWords = (value: number): string => Number(value.toPrecision(6)).toLocaleString("en");
const axisLabel = (text: string, x: number, y: number, anchor: Label["anchor"]): Label => ({
  text,
  x,
  y,
  sizePx: 16,
  colour: PALE,
  anchor,
});
const line = (x1: number, y1: number, x2: number, y2: number, colour: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}" stroke-width="1.5"/>`;
