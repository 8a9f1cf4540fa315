import sharp from "sharp";
import type { Format } from "../../core/channel.ts";
import type { Pixels } from "../../core/picture.ts";
import { lumaOf } from "../light/luma.ts";
import { imageOf } from "../pixels.ts";
import { CODINGS, type Coding } from "./formats.ts";
import { type Encoded, seekBytes, seekScore, type Write } from "./seek.ts";
import { similarity } from "./similarity.ts";
import { tilesOf } from "./tiles.ts";

/** A titled frame, and the XMP packet that its files carry. */
export type Titled = { readonly pixels: Pixels; readonly xmp: string };
export type Wish = {
  /** The likeness to reach, 0..1; see `similarity`. */
  readonly target: number;
  readonly mostBytes: number;
};

const TRIES_ON_TILES = 3;
const SPARE_ON_TILES = 0.85;
// A whole file scores within a few parts in ten thousand of its tiles: most need one try.
const TRIES_WHOLE = 3;
// A second try would make a file a few hundredths smaller, and costs as much as the first.
const SPARE_WHOLE = 0.7;

/**
 * Encodes one frame, in as many languages as it was titled in: the smallest file that looks as the target asks; where
 * the budget does not allow that, the best that fits. The quality is sought on tiles of the first picture, and every
 * file is then made and measured whole. The same pictures give the same bytes.
 *
 * @returns a file a picture, in order; one that is over the budget means that not even the least quality fits
 */
export async function encodeFrame(pictures: readonly Titled[], format: Format, wish: Wish): Promise<Encoded[]> {
  const [first] = pictures;
  if (!first) return [];
  const coding = CODINGS[format];
  const tiles = tilesOf(first.pixels);
  let { quality } = coding;
  if (tiles !== first.pixels) {
    const write = writer({ ...first, pixels: tiles }, coding);
    ({ quality } = await seekScore(write, coding, wish.target, quality, TRIES_ON_TILES, SPARE_ON_TILES));
  }
  const files: Encoded[] = [];
  for (const picture of pictures) {
    const write = writer(picture, coding);
    const found = await seekScore(write, coding, wish.target, quality, TRIES_WHOLE, SPARE_WHOLE);
    const fits = found.bytes.byteLength <= wish.mostBytes;
    const file = fits ? found : await seekBytes(write, coding, wish.mostBytes, found.quality);
    files.push(file);
    // The next language differs in its letters only.
    quality = file.quality;
  }
  return files;
}

/** Encodes at any quality, decodes the whole file again, and measures it where `tilesOf` looks. */
function writer({ pixels, xmp }: Titled, coding: Coding): Write {
  const { widthPx, heightPx } = pixels;
  const own = lumaOf(tilesOf(pixels));
  return async (quality) => {
    // Not a clone of one instance: that would copy the pixels each time.
    const raw = imageOf(pixels).withXmp(xmp);
    const bytes = new Uint8Array(await coding.write(raw, quality).toBuffer());
    const decoded = await sharp(bytes).raw().toBuffer();
    return { bytes, quality, score: similarity(own, lumaOf(tilesOf({ data: decoded, widthPx, heightPx }))) };
  };
}
