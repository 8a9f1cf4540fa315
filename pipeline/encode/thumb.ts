import { rgbaToThumbHash } from "thumbhash";
import type { Pixels } from "../../core/picture.ts";
import { imageOf, pixelsOf } from "../pixels.ts";
import { dominantOf } from "./dominant.ts";

/** What stands in a picture's place until it has loaded. */
export type Thumb = {
  /** ThumbHash, in base64: about 25 bytes that show where it is light and dark, and in which colours. */
  readonly thumbHash: string;
  /** #rrggbb */
  readonly dominant: string;
};

// The longest side that a ThumbHash is made from.
const MOST_PX = 100;

export async function thumbOf(picture: Pixels): Promise<Thumb> {
  const small = await pixelsOf(imageOf(picture).resize(MOST_PX, MOST_PX, { fit: "inside" }));
  const { widthPx: width, heightPx: height } = small;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(small.data.subarray(3 * i, 3 * i + 3), 4 * i);
  return {
    thumbHash: Buffer.from(rgbaToThumbHash(width, height, rgba)).toString("base64"),
    dominant: dominantOf(small.data),
  };
}
