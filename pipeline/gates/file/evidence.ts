import sharp from "sharp";
import type { EncodedRendition, SetTitle } from "../../../core/creative.ts";
import type { Gate } from "../gate.ts";
import { type Plane, seenLumaOf } from "../measure/seen.ts";

/** A finished file, and what came out of it when it was decoded to its last pixel; `null` when it cannot be. */
export type FileEvidence = {
  readonly rendition: EncodedRendition;
  readonly decoded: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly format: string;
    /** Code values. */
    readonly luma: Plane;
  } | null;
  /** How the title was set in its frame; `null` where none was. */
  readonly title: SetTitle | null;
};
export type FileGate = Gate<FileEvidence>;

export async function decode(rendition: EncodedRendition, title: SetTitle | null): Promise<FileEvidence> {
  try {
    const image = sharp(rendition.bytes, { failOn: "warning" });
    const { format } = await image.metadata();
    const { data, info } = await image.toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const { width: widthPx, height: heightPx } = info;
    return { rendition, title, decoded: { widthPx, heightPx, format, luma: seenLumaOf({ data, widthPx, heightPx }) } };
  } catch {
    return { rendition, title, decoded: null };
  }
}
