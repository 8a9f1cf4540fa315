import type { Pixels } from "../../core/picture.ts";

/** What tells a picture from a failed one. */
export type Vitals = {
  /** Standard deviation of luma, code values. */
  readonly spread: number;
  /** Entropy of the luma histogram, bits 0..8. */
  readonly entropy: number;
  /** Mean step between neighbours, in luma code values: low in fog, high in noise. */
  readonly sharpness: number;
  /** Steps down against steps across, the lesser over the greater, 0..1: near 0 for a picture of bands. */
  readonly evenness: number;
};

export function vitalsOf({ data, widthPx, heightPx }: Pixels): Vitals {
  const histogram = new Uint32Array(256);
  const above = new Uint8Array(widthPx);
  let across = 0;
  let down = 0;
  for (let y = 0, at = 0; y < heightPx; y++) {
    let left = -1;
    for (let x = 0; x < widthPx; x++, at += 3) {
      // Rec. 601 luma in eighths of a thousand: whole numbers are quick.
      const luma = ((299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0) + 500) / 1000) | 0;
      histogram[luma] = (histogram[luma] ?? 0) + 1;
      if (left >= 0) across += Math.abs(luma - left);
      if (y > 0) down += Math.abs(luma - (above[x] ?? 0));
      left = luma;
      above[x] = luma;
    }
  }
  const count = widthPx * heightPx;
  let mean = 0;
  let square = 0;
  let entropy = 0;
  histogram.forEach((pixels, luma) => {
    const share = pixels / count;
    mean += share * luma;
    square += share * luma * luma;
    if (share > 0) entropy -= share * Math.log2(share);
  });
  return {
    spread: Math.sqrt(Math.max(0, square - mean * mean)),
    entropy,
    sharpness: (across + down) / (2 * count),
    evenness: Math.max(across, down) === 0 ? 0 : Math.min(across, down) / Math.max(across, down),
  };
}
