import sharp from "sharp";
import type { Master } from "../../core/creative.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import { inCut, placeCut } from "./place.ts";

/** A frame's own picture, with what must stay free of a title in shares of the frame. */
export type Framed = {
  readonly picture: Pixels;
  /** As much of the subject as the frame holds. */
  readonly subject: Region;
  readonly keep: readonly Region[];
};

// By how much a crop is enlarged before it looks soft.
const ENLARGED = 1.2;
const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };

/** Cuts a frame out of a master around its subject, and scales it to the frame's size with Lanczos' window. */
export async function cutFrame(
  master: Master,
  frame: { readonly widthPx: number; readonly heightPx: number },
): Promise<Framed> {
  const { data, widthPx, heightPx, subject, keep } = master;
  const cut = placeCut(master, frame, master);
  const resized = sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract({ left: cut.leftPx, top: cut.topPx, width: cut.widthPx, height: cut.heightPx })
    .resize(frame.widthPx, frame.heightPx, { fit: "fill", kernel: "lanczos3" });
  // Enlarging softens; sharp's mild sharpening gives strokes their edge back, and the grade adds grain at this size.
  const enlarged = frame.widthPx > ENLARGED * cut.widthPx;
  const scaled = await (enlarged ? resized.sharpen() : resized).raw().toBuffer();
  return {
    picture: {
      data: new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength),
      widthPx: frame.widthPx,
      heightPx: frame.heightPx,
    },
    subject: inCut(subject, master, cut) ?? WHOLE,
    keep: keep.flatMap((region) => inCut(region, master, cut) ?? []),
  };
}
