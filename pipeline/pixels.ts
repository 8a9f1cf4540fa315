import sharp, { type Sharp } from "sharp";
import type { Pixels } from "../core/picture.ts";

/** Pixels as sharp's input, without a copy. */
export const imageOf = ({ data, widthPx, heightPx }: Pixels): Sharp =>
  sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** What sharp makes of an image in colour, as pixels. */
export async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.removeAlpha().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { data: bytes, widthPx: info.width, heightPx: info.height };
}
