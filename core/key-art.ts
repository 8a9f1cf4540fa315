import { z } from "zod";
import { BlobName, Point, Region } from "./picture.ts";

/** A picture that a person brought: decoded, stripped of its metadata and kept in the blob store as PNG or JPEG. */
export const Asset = z.strictObject({ blob: BlobName, widthPx: z.int().min(1), heightPx: z.int().min(1) });
export type Asset = z.infer<typeof Asset>;

/** A title's own picture: what is made from it keeps its subject. */
export const KeyArt = z.strictObject({
  asset: Asset,
  /** What every crop must hold and no title may cover. */
  focal: Point,
  /** Faces, logos and the like: inside every crop where they fit, never painted over, never under a title. */
  keep: z.array(Region).max(16).default([]),
  /**
   * `retouch`: the network paints the whole picture, image to image; `background`: only what lies outside the subject;
   * `untouched`: it is graded, cropped and titled, no more.
   */
  use: z.enum(["retouch", "background", "untouched"]).default("background"),
});
export type KeyArt = z.infer<typeof KeyArt>;

/** What was done to an upload before it was kept. */
export const AssetReceipt = z.strictObject({
  /** As titles and brands name it. */
  asset: Asset,
  /** What the bytes were, whatever they were declared as. */
  from: z.enum(["jpeg", "png", "webp", "avif", "tiff"]),
  keptAs: z.enum(["image/png", "image/jpeg"]),
  /** Turned upright, as its EXIF orientation said. */
  turned: z.boolean(),
  /** Kinds of metadata that were in the file and are not in what is kept. */
  stripped: z.array(z.string()),
  /** Frames or pages besides the first, which is the one that is kept. */
  framesDropped: z.int().min(0),
});
export type AssetReceipt = z.infer<typeof AssetReceipt>;

/** A picture decoded and encoded again. */
export type DecodedPicture = Omit<AssetReceipt, "asset"> & {
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
};
