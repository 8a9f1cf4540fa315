import type { Pixels } from "../../../../core/picture.ts";
import { labOf } from "./ciede2000.ts";

/** CIELAB in three planes, row-major, `width * height` numbers each. */
export type LabPlanes = { readonly planes: readonly Float32Array[]; readonly width: number; readonly height: number };

/** Averages a picture over a grid of `width` by `height` cells in sRGB code values; sizes below the grid repeat pixels. */
export function labGrid({ data, widthPx, heightPx }: Pixels, width: number, height: number): LabPlanes {
  const planes = [0, 1, 2].map(() => new Float32Array(width * height));
  for (let row = 0; row < height; row++) {
    const top = Math.floor((row * heightPx) / height);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * heightPx) / height));
    for (let column = 0; column < width; column++) {
      const left = Math.floor((column * widthPx) / width);
      const right = Math.max(left + 1, Math.floor(((column + 1) * widthPx) / width));
      const sum = [0, 0, 0] as [number, number, number];
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = 3 * (y * widthPx + x);
          sum[0] += data[at] as number;
          sum[1] += data[at + 1] as number;
          sum[2] += data[at + 2] as number;
        }
      const count = (bottom - top) * (right - left);
      const lab = labOf(Math.round(sum[0] / count), Math.round(sum[1] / count), Math.round(sum[2] / count));
      planes.forEach((plane, channel) => {
        plane[row * width + column] = lab[channel] as number;
      });
    }
  }
  return { planes, width, height };
}

/** Gaussian blur of one plane, borders repeated. */
export function blurred(plane: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, value) => sum + value, 0);
  const along = (from: Float32Array, step: number, across: number, length: number): Float32Array => {
    const to = new Float32Array(from.length);
    const lines = from.length / length;
    for (let line = 0; line < lines; line++)
      for (let index = 0; index < length; index++) {
        let sum = 0;
        for (let tap = -reach; tap <= reach; tap++) {
          const place = Math.min(length - 1, Math.max(0, index + tap));
          sum += (kernel[tap + reach] as number) * (from[line * across + place * step] as number);
        }
        to[line * across + index * step] = sum / total;
      }
    return to;
  };
  return along(along(plane, 1, width, width), width, 1, height);
}
