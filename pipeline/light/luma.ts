import type { Pixels } from "../../core/picture.ts";

/** One number a pixel, 0..255, row-major: what the eye's sense of detail works on. */
export type Luma = { readonly values: Float32Array; readonly widthPx: number; readonly heightPx: number };

/** Rec. 601 luma. */
export function lumaOf({ data, widthPx, heightPx }: Pixels): Luma {
  const values = new Float32Array(widthPx * heightPx);
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    values[i] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return { values, widthPx, heightPx };
}
