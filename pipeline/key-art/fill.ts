import type { Pixels } from "../../core/picture.ts";

type Level = {
  readonly colour: Float32Array;
  readonly weight: Float32Array;
  readonly width: number;
  readonly height: number;
};

/**
 * A picture with a part taken out and its surroundings grown into the hole, smooth and without the part's colours: push
 * and pull (Gortler, Grzeszczuk, Szeliski and Cohen, SIGGRAPH 1996). What is painted over it shows no ghost of what
 * stood there.
 *
 * @param mask one byte a pixel: 255 is taken out, 0 stays exactly as it is
 */
export function fillUnder({ data, widthPx, heightPx }: Pixels, mask: Uint8Array): Pixels {
  // Loops, not `from` with a function: that takes a second for a picture of this size.
  const weight = new Float32Array(mask.length);
  const colour = new Float32Array(mask.length * 3);
  let known = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] !== 0) continue;
    known++;
    weight[pixel] = 1;
    for (let c = 0; c < 3; c++) colour[3 * pixel + c] = data[3 * pixel + c] ?? 0;
  }
  if (known === 0) return { data: data.slice(), widthPx, heightPx };
  const pyramid: Level[] = [{ colour, weight, width: widthPx, height: heightPx }];
  while (Math.max(pyramid.at(-1)?.width ?? 1, pyramid.at(-1)?.height ?? 1) > 1)
    pyramid.push(halved(pyramid.at(-1) as Level));
  for (let level = pyramid.length - 2; level >= 0; level--) pull(pyramid[level] as Level, pyramid[level + 1] as Level);
  const filled = data.slice();
  for (let pixel = 0; pixel < mask.length; pixel++)
    if ((mask[pixel] ?? 0) > 0)
      for (let c = 0; c < 3; c++)
        filled[3 * pixel + c] = Math.round(Math.min(255, Math.max(0, colour[3 * pixel + c] ?? 0)));
  return { data: filled, widthPx, heightPx };
}

/** Sums of four, and weights that never count more than one. */
function halved({ colour, weight, width, height }: Level): Level {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half: Level = {
    colour: new Float32Array(columns * rows * 3),
    weight: new Float32Array(columns * rows),
    width: columns,
    height: rows,
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [from, to] = [y * width + x, (y >> 1) * columns + (x >> 1)];
      half.weight[to] = (half.weight[to] ?? 0) + (weight[from] ?? 0);
      for (let c = 0; c < 3; c++)
        half.colour[3 * to + c] = (half.colour[3 * to + c] ?? 0) + (colour[3 * from + c] ?? 0);
    }
  for (let at = 0; at < half.weight.length; at++) {
    const sum = half.weight[at] ?? 0;
    if (sum <= 1) continue;
    for (let c = 0; c < 3; c++) half.colour[3 * at + c] = (half.colour[3 * at + c] ?? 0) / sum;
    half.weight[at] = 1;
  }
  return half;
}

/** Fills up what is lacking in a level from the coarser one, read between its pixels. */
function pull(level: Level, coarse: Level): void {
  const { colour, weight, width, height } = level;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const lack = 1 - (weight[at] ?? 0);
      if (lack <= 0) continue;
      for (let c = 0; c < 3; c++)
        colour[3 * at + c] = (colour[3 * at + c] ?? 0) + lack * between(coarse, (x - 0.5) / 2, (y - 0.5) / 2, c);
      weight[at] = 1;
    }
}

function between({ colour, width, height }: Level, u: number, v: number, c: number): number {
  const [x, y] = [Math.min(width - 1, Math.max(0, u)), Math.min(height - 1, Math.max(0, v))];
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const read = (column: number, row: number) => colour[3 * (row * width + column) + c] ?? 0;
  const upper = read(left, top) + (x - left) * (read(right, top) - read(left, top));
  const lower = read(left, bottom) + (x - left) * (read(right, bottom) - read(left, bottom));
  return upper + (y - top) * (lower - upper);
}
