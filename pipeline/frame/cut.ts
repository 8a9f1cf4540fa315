import sharp from "sharp";
import type { Master } from "../../core/creative.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import type { Kept } from "../key-art/compose.ts";
import { readSaliency, type Saliency } from "../light/saliency.ts";
import { inCut, placeCut } from "./place.ts";

/** A frame's own picture, with what must stay free of a title in shares of the frame. */
export type Framed = {
  readonly picture: Pixels;
  /** As much of the subject as the frame holds. */
  readonly subject: Region;
  readonly keep: readonly Region[];
  /** What nothing may alter, cut and scaled as the picture is. */
  readonly kept?: Kept;
};

// By how much a crop is enlarged before it looks soft.
const ENLARGED = 1.2;
const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };

/**
 * Cuts a frame out of a master around its subject, and scales it to the frame's size with Lanczos' window.
 *
 * @param saliency of the master; whoever cuts many frames of one reads it once
 */
export async function cutFrame(
  master: Master,
  frame: { readonly widthPx: number; readonly heightPx: number },
  saliency: Saliency = readSaliency(master),
): Promise<Framed> {
  const { data, widthPx, heightPx, subject, keep, brought } = master;
  const cut = placeCut(master, frame, { subject, keep, saliency });
  const cutOut = async (bytes: Uint8Array, channels: 1 | 3): Promise<Uint8Array> => {
    const resized = sharp(bytes, { raw: { width: widthPx, height: heightPx, channels } })
      .extract({ left: cut.leftPx, top: cut.topPx, width: cut.widthPx, height: cut.heightPx })
      .resize(frame.widthPx, frame.heightPx, { fit: "fill", kernel: "lanczos3" });
    // Enlarging softens; sharp's mild sharpening gives strokes their edge back, and the grade adds grain at this size.
    const enlarged = channels === 3 && frame.widthPx > ENLARGED * cut.widthPx;
    const scaled = await (enlarged ? resized.sharpen() : resized)
      .toColourspace(channels === 3 ? "srgb" : "b-w")
      .raw()
      .toBuffer();
    return new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength);
  };
  const kept = brought && { data: await cutOut(brought.data, 3), mask: await cutOut(brought.mask, 1) };
  return {
    picture: { data: await cutOut(data, 3), widthPx: frame.widthPx, heightPx: frame.heightPx },
    ...(kept ? { kept } : {}),
    subject: inCut(subject, master, cut) ?? WHOLE,
    keep: keep.flatMap((region) => inCut(region, master, cut) ?? []),
  };
}
