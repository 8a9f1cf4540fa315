import type { Region } from "../../core/picture.ts";

/** What must come out as it was brought, over something else of the same size. */
export type Kept = { readonly data: Uint8Array; readonly mask: Uint8Array };

/**
 * Lays what is kept over another picture: exactly itself where its mask is 255, exactly the other where it is 0.
 *
 * @param under 8-bit RGB of the same size
 */
export function layOver({ data, mask }: Kept, under: Uint8Array): Uint8Array {
  if (data.length !== under.length || mask.length * 3 !== data.length)
    throw new RangeError(`${data.length} bytes with a mask of ${mask.length} cannot lie over ${under.length} bytes`);
  const out = under.slice();
  for (let pixel = 0, at = 0; pixel < mask.length; pixel++) {
    const share = (mask[pixel] ?? 0) / 255;
    for (let c = 0; c < 3; c++, at++)
      if (share > 0) out[at] = Math.round((under[at] ?? 0) + share * ((data[at] ?? 0) - (under[at] ?? 0)));
  }
  return out;
}

/**
 * What is kept, but for a box and a soft edge around it: letters and the shade behind them stay where they are.
 *
 * @param widthPx of the picture; `box` and `fadePx` in its pixels
 */
export function besides(
  { data, mask }: Kept,
  widthPx: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  fadePx: number,
): Kept {
  const out = mask.slice();
  for (let at = 0; at < out.length; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    const across = Math.max(box.x - x, 0, x - (box.x + box.width - 1));
    const down = Math.max(box.y - y, 0, y - (box.y + box.height - 1));
    const far = Math.hypot(across, down) / fadePx;
    if (far < 1) out[at] = Math.round((out[at] ?? 0) * far);
  }
  return { data, mask: out };
}

// How far a region's edge fades, in shares of the picture's shorter side.
const FADE = 0.04;

/** The mask with regions that are kept whole, whatever is in them, and fade outwards. */
export function withRegions(
  mask: Uint8Array,
  widthPx: number,
  heightPx: number,
  regions: readonly Region[],
): Uint8Array {
  const out = mask.slice();
  const fade = Math.max(1, FADE * Math.min(widthPx, heightPx));
  for (const { x, y, width, height } of regions) {
    const [left, right] = [x * widthPx, (x + width) * widthPx - 1];
    const [top, bottom] = [y * heightPx, (y + height) * heightPx - 1];
    for (let row = Math.max(0, Math.floor(top - fade)); row <= Math.min(heightPx - 1, Math.ceil(bottom + fade)); row++)
      for (
        let column = Math.max(0, Math.floor(left - fade));
        column <= Math.min(widthPx - 1, Math.ceil(right + fade));
        column++
      ) {
        const far = Math.hypot(Math.max(left - column, 0, column - right), Math.max(top - row, 0, row - bottom));
        const at = row * widthPx + column;
        out[at] = Math.max(out[at] ?? 0, Math.round(255 * Math.max(0, 1 - far / fade)));
      }
  }
  return out;
}

/** The box around what a mask holds for the most part, in shares; `null` when it holds nothing. */
export function boxOf(mask: Uint8Array, widthPx: number, heightPx: number): Region | null {
  let [left, right, top, bottom] = [widthPx, -1, heightPx, -1];
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      if ((mask[y * widthPx + x] ?? 0) >= 128) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = y;
      }
  if (right < 0) return null;
  return {
    x: left / widthPx,
    y: top / heightPx,
    width: (right + 1 - left) / widthPx,
    height: (bottom + 1 - top) / heightPx,
  };
}
