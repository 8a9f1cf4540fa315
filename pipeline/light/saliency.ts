import type { Pixels } from "../../core/picture.ts";
import { blur } from "./blur.ts";
import { transform } from "./fourier.ts";

/** How much each cell of a picture draws the eye: the mean of all cells is 1. */
export type Saliency = { readonly columns: number; readonly rows: number; readonly share: Float32Array };

// The paper's scale: at 64 pixels a side a scene is its objects, and texture is gone.
const SIDE = 64;
// Of the logarithm of the amplitudes, and of the map: the paper's n = 3 and a Gaussian of sigma 2.5 (three box blurs).
const MEAN_RADIUS = 1;
const MAP_RADIUS = 2;

/**
 * The spectral residual of a picture: what its amplitude spectrum has beyond the smooth fall that all pictures share.
 * Photographs and paintings are alike to it; a flat picture has no saliency anywhere, told as 1 everywhere.
 *
 * @returns 64 x 64 cells over the whole frame, whatever its shape
 *
 * Source: X. Hou and L. Zhang, "Saliency Detection: A Spectral Residual Approach", CVPR 2007, equations 3 to 6.
 */
export function readSaliency(picture: Pixels): Saliency {
  const re = shrunk(picture);
  const im = new Float64Array(SIDE * SIDE);
  transform(re, im, SIDE, 1);
  const log = Float32Array.from(re, (value, i) => Math.log(Math.hypot(value, im[i] ?? 0) + 1e-6));
  const smooth = log.slice();
  blur(smooth, SIDE, SIDE, MEAN_RADIUS);
  for (let i = 0; i < re.length; i++) {
    const amplitude = Math.hypot(re[i] ?? 0, im[i] ?? 0) + 1e-12;
    const residual = Math.exp((log[i] ?? 0) - (smooth[i] ?? 0)) / amplitude;
    re[i] = (re[i] ?? 0) * residual;
    im[i] = (im[i] ?? 0) * residual;
  }
  transform(re, im, SIDE, -1);
  const share = Float32Array.from(re, (value, i) => value ** 2 + (im[i] ?? 0) ** 2);
  for (let pass = 0; pass < 3; pass++) blur(share, SIDE, SIDE, MAP_RADIUS);
  return { columns: SIDE, rows: SIDE, share: levelled(share, flat(picture)) };
}

/** The mean saliency of a box of shares 0..1 of the frame: 1 is the frame's own mean. */
export function salientIn(
  { columns, rows, share }: Saliency,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): number {
  const cell = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value * count)));
  let sum = 0;
  let cells = 0;
  for (let row = cell(box.y, rows); row <= cell(box.y + box.height - 1e-6, rows); row++) {
    for (let column = cell(box.x, columns); column <= cell(box.x + box.width - 1e-6, columns); column++) {
      sum += share[row * columns + column] ?? 0;
      cells++;
    }
  }
  return sum / cells;
}

/** Mean luma of each of 64 x 64 cells. */
function shrunk({ data, widthPx, heightPx }: Pixels): Float64Array {
  const sums = new Float64Array(SIDE * SIDE);
  const counts = new Uint32Array(SIDE * SIDE);
  const columns = Uint8Array.from({ length: widthPx }, (_, x) => (x * SIDE) / widthPx);
  // Every other pixel of a large picture says as much.
  const step = Math.max(1, Math.floor(Math.min(widthPx, heightPx) / (4 * SIDE)));
  for (let y = 0; y < heightPx; y += step) {
    const row = Math.floor((y * SIDE) / heightPx) * SIDE;
    for (let x = 0; x < widthPx; x += step) {
      const at = 3 * (y * widthPx + x);
      const cell = row + (columns[x] ?? 0);
      sums[cell] =
        (sums[cell] ?? 0) + 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  // A picture of fewer pixels than cells repeats what it has.
  let last = 0;
  for (let cell = 0; cell < sums.length; cell++) {
    const count = counts[cell] ?? 0;
    last = sums[cell] = count > 0 ? (sums[cell] ?? 0) / count : last;
  }
  return sums;
}

const flat = ({ data }: Pixels): boolean => data.every((value, i) => value === data[i % 3]);

function levelled(share: Float32Array, none: boolean): Float32Array {
  const mean = share.reduce((sum, value) => sum + value, 0) / share.length;
  return none || mean === 0 ? share.fill(1) : share.map((value) => value / mean);
}
