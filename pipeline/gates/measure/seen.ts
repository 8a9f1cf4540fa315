import type { Pixels } from "../../../core/picture.ts";

/** One number a pixel, row-major. */
export type Plane = { readonly data: Float32Array; readonly width: number; readonly height: number };

/** A picture as the gates look at it: its luma and its two chromas (Rec. 601, code values; chroma about -128..128). */
export type Seen = { readonly luma: Plane; readonly blue: Plane; readonly red: Plane };

// The shorter side that gates measure at. Finer, grain decides everything; coarser, a blurred picture looks sharp.
const SHORT_SIDE_PX = 360;

/** The size that a picture is looked at in: blocks of `step` pixels each way are averaged; it is never enlarged. */
function sizeOf({ widthPx, heightPx }: Pixels) {
  const step = Math.max(1, Math.round(Math.min(widthPx, heightPx) / SHORT_SIDE_PX));
  const width = Math.max(1, Math.floor(widthPx / step));
  const height = Math.max(1, Math.floor(heightPx / step));
  return { step: Math.min(step, widthPx, heightPx), width, height };
}

/** A picture brought near to 360 pixels on its shorter side. */
export function seenOf(picture: Pixels): Seen {
  const { data, widthPx } = picture;
  const { step, width, height } = sizeOf(picture);
  const luma = new Float32Array(width * height);
  const blue = new Float32Array(width * height);
  const red = new Float32Array(width * height);
  const count = step * step;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let dy = 0; dy < step; dy++) {
        let at = 3 * ((y * step + dy) * widthPx + x * step);
        for (let dx = 0; dx < step; dx++, at += 3) {
          r += data[at] as number;
          g += data[at + 1] as number;
          b += data[at + 2] as number;
        }
      }
      const light = (0.299 * r + 0.587 * g + 0.114 * b) / count;
      luma[to] = light;
      blue[to] = 0.564 * (b / count - light);
      red[to] = 0.713 * (r / count - light);
    }
  }
  const plane = (values: Float32Array): Plane => ({ data: values, width, height });
  return { luma: plane(luma), blue: plane(blue), red: plane(red) };
}

/** The luma alone, in half the time: what files are asked needs no colour. */
export function seenLumaOf(picture: Pixels): Plane {
  const { data, widthPx } = picture;
  const { step, width, height } = sizeOf(picture);
  const sums = new Uint32Array(width * height);
  for (let row = 0; row < height * step; row++) {
    const to = Math.floor(row / step) * width;
    for (let x = 0, at = 3 * row * widthPx; x < width; x++) {
      let sum = 0;
      for (let dx = 0; dx < step; dx++, at += 3)
        sum += 299 * (data[at] as number) + 587 * (data[at + 1] as number) + 114 * (data[at + 2] as number);
      sums[to + x] = (sums[to + x] as number) + sum;
    }
  }
  const luma = new Float32Array(sums.length);
  const scale = 1 / (1_000 * step * step);
  for (let at = 0; at < sums.length; at++) luma[at] = (sums[at] as number) * scale;
  return { data: luma, width, height };
}

/** A plane averaged over a grid of cells, each of whole pixels; a cell of a tiny plane may repeat a pixel. */
export function gridOf({ data, width, height }: Plane, columns: number, rows: number): Plane {
  const cells = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const top = Math.min(height - 1, Math.floor((row * height) / rows));
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows));
    for (let column = 0; column < columns; column++) {
      const left = Math.min(width - 1, Math.floor((column * width) / columns));
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns));
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[y * width + x] as number;
      cells[row * columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { data: cells, width: columns, height: rows };
}

/** Length of the luma gradient by central differences, code values a pixel; 0 along the frame. */
export function slopesOf({ data, width, height }: Plane): Plane {
  const slopes = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const across = (data[at + 1] as number) - (data[at - 1] as number);
      const down = (data[at + width] as number) - (data[at - width] as number);
      slopes[at] = Math.sqrt(across * across + down * down) / 2;
    }
  }
  return { data: slopes, width, height };
}

/**
 * Mean square of the Laplacian (4 neighbours), code values squared: how much fine detail there is. Low when a picture is
 * blurred, high in noise.
 *
 * Source: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy" (ICPR 2000), LAPV.
 */
export function laplacianOf({ data, width, height }: Plane): number {
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const around =
        (data[at - 1] as number) +
        (data[at + 1] as number) +
        (data[at - width] as number) +
        (data[at + width] as number);
      squares += (4 * (data[at] as number) - around) ** 2;
    }
  }
  return squares / Math.max(1, (width - 2) * (height - 2));
}
