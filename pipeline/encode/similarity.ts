import type { Luma } from "../light/luma.ts";

/*
 * Multi-scale structural similarity: Z. Wang, E. P. Simoncelli, A. C. Bovik, "Multiscale structural similarity for image
 * quality assessment", Asilomar 2003, equation 7 with its weights; the terms are those of Z. Wang, A. C. Bovik,
 * H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE TIP
 * 13(4), 2004, equations 6 and 13, with K1 = 0.01 and K2 = 0.03. Windows are squares of 8 pixels at every fourth pixel,
 * not a Gaussian of 11 at every pixel: a tenth of the work, and the same order of pictures.
 */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
const BLOCK = 4;

/**
 * How alike two pictures look, 1 for the same and towards 0 for unlike ones; symmetric. A picture too small for all five
 * scales is compared at those that it has.
 *
 * @throws RangeError when their sizes differ
 */
export function similarity(one: Luma, other: Luma): number {
  if (one.widthPx !== other.widthPx || one.heightPx !== other.heightPx) {
    throw new RangeError(
      `cannot compare ${one.widthPx} x ${one.heightPx} with ${other.widthPx} x ${other.heightPx} pixels`,
    );
  }
  const fitting = Math.floor(Math.log2(Math.min(one.widthPx, one.heightPx) / (2 * BLOCK))) + 1;
  const scales = Math.max(1, Math.min(WEIGHTS.length, fitting));
  const total = WEIGHTS.slice(0, scales).reduce((sum, weight) => sum + weight, 0);
  let product = 1;
  let [a, b] = [one, other];
  for (let scale = 0; scale < scales; scale++) {
    const { structure, luminance } = terms(a, b);
    const share = (WEIGHTS[scale] ?? 0) / total;
    // A negative correlation is no likeness at all, and has no real power.
    product *= Math.max(0, structure) ** share;
    if (scale === scales - 1) product *= luminance ** share;
    else [a, b] = [halved(a), halved(b)];
  }
  return product;
}

/** Contrast and structure in one term, and luminance, each the mean over all windows. */
function terms(a: Luma, b: Luma): { structure: number; luminance: number } {
  const columns = Math.floor(a.widthPx / BLOCK);
  const rows = Math.floor(a.heightPx / BLOCK);
  // Smaller than one window: the whole picture is the window.
  if (columns < 2 || rows < 2) return compared(blockSums(a, b, 1, 1, a.widthPx, a.heightPx), a.values.length);
  const sums = blockSums(a, b, columns, rows, BLOCK, BLOCK);
  const windows = new Float64Array(4 * (columns - 1) * (rows - 1));
  for (let row = 0, to = 0; row + 1 < rows; row++) {
    for (let at = 4 * row * columns, last = at + 4 * (columns - 1); at < last; at++, to++) {
      const below = at + 4 * columns;
      windows[to] =
        (sums[at] as number) + (sums[at + 4] as number) + (sums[below] as number) + (sums[below + 4] as number);
    }
  }
  return compared(windows, 4 * BLOCK * BLOCK);
}

/** Four sums a block, in this order: of the first picture, the second, both squared, and their product. */
function blockSums(a: Luma, b: Luma, columns: number, rows: number, width: number, height: number): Float64Array {
  const sums = new Float64Array(4 * columns * rows);
  for (let y = 0; y < rows * height; y++) {
    let at = y * a.widthPx;
    let to = 4 * Math.floor(y / height) * columns;
    for (let column = 0; column < columns; column++, to += 4) {
      let [first, second, squares, product] = [0, 0, 0, 0];
      for (const end = at + width; at < end; at++) {
        const here = a.values[at] as number;
        const there = b.values[at] as number;
        first += here;
        second += there;
        squares += here * here + there * there;
        product += here * there;
      }
      sums[to] = (sums[to] as number) + first;
      sums[to + 1] = (sums[to + 1] as number) + second;
      sums[to + 2] = (sums[to + 2] as number) + squares;
      sums[to + 3] = (sums[to + 3] as number) + product;
    }
  }
  return sums;
}

/** The two terms of each window, averaged; `pixels` are those of one window. */
function compared(windows: Float64Array, pixels: number): { structure: number; luminance: number } {
  let structure = 0;
  let luminance = 0;
  for (let at = 0; at < windows.length; at += 4) {
    const first = (windows[at] as number) / pixels;
    const second = (windows[at + 1] as number) / pixels;
    const both = first * first + second * second;
    const variances = (windows[at + 2] as number) / pixels - both;
    const covariance = (windows[at + 3] as number) / pixels - first * second;
    structure += (2 * covariance + C2) / (variances + C2);
    luminance += (2 * first * second + C1) / (both + C1);
  }
  const count = windows.length / 4;
  return { structure: structure / count, luminance: luminance / count };
}

/** Half the size each way, by the mean of four pixels; an odd last row or column is left out. */
function halved({ values, widthPx, heightPx }: Luma): Luma {
  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const half = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    let at = 2 * y * widthPx;
    for (let x = 0; x < width; x++, at += 2, to++) {
      half[to] =
        ((values[at] as number) +
          (values[at + 1] as number) +
          (values[at + widthPx] as number) +
          (values[at + widthPx + 1] as number)) /
        4;
    }
  }
  return { values: half, widthPx: width, heightPx: height };
}
