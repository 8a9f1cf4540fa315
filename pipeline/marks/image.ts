import sharp from "sharp";
import type { Asset } from "../../core/key-art.ts";
import type { Pixels } from "../../core/picture.ts";
import { type ReadAsset, readAsset } from "../key-art/read.ts";
import type { Rgb } from "../light/colour.ts";
import type { Ink } from "../type/ink.ts";

/** A logo: RGBA, 8-bit sRGB, row-major, cut to what can be seen of it. */
export type Mark = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

// Twice the breadth of the largest logo on the largest frame.
const BOUND = { mostPixels: 2_000_000, mostSidePx: 2_000 };
// Fainter than this is a shadow's end.
const SEEN = 8;

/** @throws when the blob is gone, or nothing of the picture can be seen */
export async function readMark(asset: Asset, read: ReadAsset | undefined): Promise<Mark> {
  const { picture, alpha } = await readAsset(asset, read, BOUND);
  const { widthPx, heightPx, data } = picture;
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++)
      if ((alpha?.[at] ?? 255) > SEEN) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = y;
      }
  if (right < 0) throw new RangeError(`nothing can be seen of the logo ${asset.blob}`);
  const [width, height] = [right + 1 - left, bottom + 1 - top];
  const mark = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 4) {
      const at = (top + y) * widthPx + left + x;
      mark.set(data.subarray(3 * at, 3 * at + 3), to);
      mark[to + 3] = alpha?.[at] ?? 255;
    }
  return { data: mark, widthPx: width, heightPx: height };
}

export async function sized({ data, ...from }: Mark, widthPx: number, heightPx: number): Promise<Mark> {
  const raw = { width: from.widthPx, height: from.heightPx, channels: 4 as const };
  const out = await sharp(data, { raw })
    .resize(widthPx, heightPx, { fit: "fill", kernel: "lanczos3" })
    .raw()
    .toBuffer();
  return { data: new Uint8Array(out.buffer, out.byteOffset, out.byteLength), widthPx, heightPx };
}

/** Its shape, as type has one. */
export const inkOf = ({ data, widthPx, heightPx }: Mark): Ink => ({
  data: Uint8Array.from({ length: widthPx * heightPx }, (_, at) => data[4 * at + 3] ?? 0),
  widthPx,
  heightPx,
});

/** The mean of its colours, by how much of each can be seen. */
export function colourOf({ data }: Mark): Rgb {
  const sums = [0, 0, 0];
  let total = 0;
  for (let at = 0; at < data.length; at += 4) {
    const share = data[at + 3] ?? 0;
    total += share;
    for (const c of [0, 1, 2] as const) sums[c] = (sums[c] ?? 0) + share * (data[at + c] ?? 0);
  }
  return sums.map((sum) => sum / Math.max(1, total)) as unknown as Rgb;
}

/** Lays it on a picture, in place; it lies inside. */
export function stamp({ data, widthPx }: Pixels, mark: Mark, x: number, y: number): void {
  for (let row = 0, from = 0; row < mark.heightPx; row++)
    for (let column = 0, at = 3 * ((y + row) * widthPx + x); column < mark.widthPx; column++, at += 3, from += 4) {
      const share = (mark.data[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++)
        data[at + c] = (data[at + c] ?? 0) * (1 - share) + (mark.data[from + c] ?? 0) * share + 0.5;
    }
}
