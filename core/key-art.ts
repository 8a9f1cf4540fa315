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
