import { z } from "zod";

/** 8-bit sRGB, row-major, interleaved; `data.length === widthPx * heightPx * 3`. */
export type Pixels = { data: Uint8Array; widthPx: number; heightPx: number };

/** A part of a picture in shares of its width and height, all 0..1; `x + width` and `y + height` are 1 at most. */
export const Region = z
  .strictObject({
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
    width: z.number().gt(0).max(1),
    height: z.number().gt(0).max(1),
  })
  .refine(({ x, width }) => x + width <= 1 + 1e-9, { path: ["width"], message: "reaches past the right edge" })
  .refine(({ y, height }) => y + height <= 1 + 1e-9, { path: ["height"], message: "reaches past the lower edge" });
export type Region = z.infer<typeof Region>;

/** A point in shares of a picture's width and height, 0..1. */
export const Point = z.strictObject({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });
export type Point = z.infer<typeof Point>;

/** The sha256 of a file's bytes, which is its name in the blob store. */
export const BlobName = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");
export type BlobName = z.infer<typeof BlobName>;
