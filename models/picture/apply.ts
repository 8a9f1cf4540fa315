import type { Pixels } from "../../core/picture.ts";
import type { Progress } from "../../core/ports.ts";
import type { RunNetwork } from "./network.ts";
import type { PicturePapers, Size } from "./papers.ts";
import { resize } from "./resize.ts";
import { type Piece, piecesOf } from "./tiles.ts";
import { toBytes, type Values } from "./values.ts";

type Tiling = Extract<Size, { tile: unknown }>;

/** Brings a picture of any size through the network by the size rule of its papers. */
export async function applyBySize(
  picture: Pixels,
  { input: { size }, output }: PicturePapers,
  run: RunNetwork,
  signal: AbortSignal,
  progress?: Progress,
): Promise<Values> {
  const channels = output.channels === "alpha" ? 1 : 3;
  if (size !== "any" && "tile" in size) {
    return inTiles(picture, { ...size, scale: output.scale, channels }, run, signal, progress);
  }
  const result = await atOnce(picture, size, run, output.scale);
  signal.throwIfAborted();
  progress?.(1, 1);
  return result;
}

async function atOnce(picture: Pixels, size: Exclude<Size, Tiling>, run: RunNetwork, scale: number): Promise<Values> {
  if (size === "any") return run(picture);
  const [width, height] = [picture.widthPx * scale, picture.heightPx * scale];
  if ("multipleOf" in size) {
    const up = (side: number) => Math.ceil(side / size.multipleOf) * size.multipleOf;
    return crop(await run(cut(picture, 0, 0, up(picture.widthPx), up(picture.heightPx))), width, height);
  }
  const small = resize({ ...picture, data: Float32Array.from(picture.data) }, ...size.resize);
  return resize(await run({ ...small, data: toBytes(small) }), width, height);
}

async function inTiles(
  picture: Pixels,
  { tile, overlap, scale, channels }: Tiling & { scale: number; channels: number },
  run: RunNetwork,
  signal: AbortSignal,
  progress?: Progress,
): Promise<Values> {
  const [width, height] = [picture.widthPx * scale, picture.heightPx * scale];
  const whole = { data: new Float32Array(width * height * channels), widthPx: width, heightPx: height };
  const columns = piecesOf(picture.widthPx, tile[0], overlap, scale);
  const rows = piecesOf(picture.heightPx, tile[1], overlap, scale);
  let done = 0;
  for (const row of rows) {
    for (const column of columns) {
      signal.throwIfAborted();
      const result = await run(cut(picture, column.start, row.start, tile[0], tile[1]));
      addTo(whole, result, column, row, scale);
      progress?.(++done, rows.length * columns.length);
    }
  }
  signal.throwIfAborted();
  return whole;
}

function addTo(whole: Values, part: Values, column: Piece, row: Piece, scale: number): void {
  const channels = part.data.length / (part.widthPx * part.heightPx);
  const [left, top] = [column.start * scale, row.start * scale];
  for (let y = 0; y < Math.min(part.heightPx, whole.heightPx - top); y++) {
    for (let x = 0; x < Math.min(part.widthPx, whole.widthPx - left); x++) {
      const weight = (row.weights[y] as number) * (column.weights[x] as number);
      if (weight === 0) continue;
      const from = (y * part.widthPx + x) * channels;
      const to = ((top + y) * whole.widthPx + left + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        whole.data[to + channel] =
          (whole.data[to + channel] as number) + weight * (part.data[from + channel] as number);
      }
    }
  }
}

/** A part of a picture; beyond its edge the last column and row are repeated. */
function cut(picture: Pixels, left: number, top: number, widthPx: number, heightPx: number): Pixels {
  if (left === 0 && top === 0 && widthPx === picture.widthPx && heightPx === picture.heightPx) return picture;
  const data = new Uint8Array(widthPx * heightPx * 3);
  const inside = Math.min(widthPx, picture.widthPx - left);
  for (let y = 0; y < heightPx; y++) {
    const from = (Math.min(top + y, picture.heightPx - 1) * picture.widthPx + left) * 3;
    const to = y * widthPx * 3;
    data.set(picture.data.subarray(from, from + inside * 3), to);
    const last = picture.data.subarray(from + (inside - 1) * 3, from + inside * 3);
    for (let x = inside; x < widthPx; x++) data.set(last, to + x * 3);
  }
  return { data, widthPx, heightPx };
}

function crop(values: Values, widthPx: number, heightPx: number): Values {
  const channels = values.data.length / (values.widthPx * values.heightPx);
  const data = new Float32Array(widthPx * heightPx * channels);
  for (let y = 0; y < heightPx; y++) {
    const from = y * values.widthPx * channels;
    data.set(values.data.subarray(from, from + widthPx * channels), y * widthPx * channels);
  }
  return { data, widthPx, heightPx };
}
