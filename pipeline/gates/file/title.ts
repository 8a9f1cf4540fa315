import type { Region } from "../../../core/picture.ts";
import type { Plane } from "../measure/seen.ts";
import { histogramOf } from "../measure/spread.ts";
import type { FileGate } from "./evidence.ts";

/** Whether the words are in the file's own pixels: what was set can still be lost on the way into it. */
export const titleShows: FileGate = {
  name: "title shows in the file",
  measures: "WCAG contrast between the two kinds of pixels, letters and ground, where the title stands, 1..21",
  bound: "least",
  limit: 4,
  because:
    "120 titles on paintings measure 5.4 and more, their soft edges among the pixels; the same places without a title " +
    "measure 2.1 in the median, and nine in ten below 4.",
  again: true,
  measure: ({ decoded, title }) => (decoded ? (title ? kindsApart(decoded.luma, title.name) : 0) : null),
};

/** Relative luminance of a luma code value, as of a grey. */
const luminanceOf = (luma: number): number => {
  const share = luma / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/**
 * Splits a region's pixels in two where the classes lie farthest apart, and compares their means.
 *
 * Source: N. Otsu, "A Threshold Selection Method from Gray-Level Histograms" (IEEE SMC 9, 1979).
 */
function kindsApart({ data, width, height }: Plane, { x, y, ...size }: Region): number {
  const left = Math.floor(x * width);
  const right = Math.max(left + 1, Math.ceil((x + size.width) * width));
  const values: number[] = [];
  for (let row = Math.floor(y * height); row < Math.min(height, Math.ceil((y + size.height) * height)); row++)
    for (let column = left; column < Math.min(width, right); column++)
      values.push(data[row * width + column] as number);
  const [dark, light] = otsu(histogramOf(values), values.length);
  return (luminanceOf(light) + 0.05) / (luminanceOf(dark) + 0.05);
}

/** The means of the two classes, the darker first. */
function otsu(counts: Uint32Array, total: number): [number, number] {
  let sum = 0;
  counts.forEach((count, luma) => {
    sum += count * luma;
  });
  let best = -1;
  let means: [number, number] = [sum / Math.max(1, total), sum / Math.max(1, total)];
  let below = 0;
  let belowSum = 0;
  for (let luma = 0; luma < 255; luma++) {
    below += counts[luma] as number;
    belowSum += luma * (counts[luma] as number);
    if (below === 0 || below === total) continue;
    const dark = belowSum / below;
    const light = (sum - belowSum) / (total - below);
    const between = below * (total - below) * (light - dark) ** 2;
    if (between > best) [best, means] = [between, [dark, light]];
  }
  return means;
}
