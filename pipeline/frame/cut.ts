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

const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };

/** Cuts a frame out of a master around its subject, and scales it to the frame's size with Lanczos' window. */
export async function cutFrame(
  master: Master,
  frame: { readonly widthPx: number; readonly heightPx: number },
): Promise<Framed> {
  const { data, widthPx, heightPx, subject, keep } = master;
  const cut = placeCut(master, frame, master);
  const scaled = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract({ left: cut.leftPx, top: cut.topPx, width: cut.widthPx, height: cut.heightPx })
    .resize(frame.widthPx, frame.heightPx, { fit: "fill", kernel: "lanczos3" })
    .raw()
    .toBuffer();
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
