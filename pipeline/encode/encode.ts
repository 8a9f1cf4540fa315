import sharp from "sharp";
import type { Format } from "../../core/channel.ts";
import type { Pixels } from "../../core/picture.ts";
import { CODINGS, type Coding } from "./formats.ts";
import { type Encoded, seekBytes, seekScore, type Write } from "./seek.ts";
import { lumaOf, similarity } from "./similarity.ts";
import { tilesOf } from "./tiles.ts";

/** A titled frame, and the XMP packet that its files carry. */
export type Titled = { readonly pixels: Pixels; readonly xmp: string };
export type Wish = {
  /** The likeness to reach, 0..1; see `similarity`. */
  readonly target: number;
  readonly mostBytes: number;
};

const TRIES_ON_TILES = 3;
// A whole file differs by little from its tiles: most need one try, and few three.
const TRIES_WHOLE = 3;

/**
 * Encodes one frame, in as many languages as it was titled in: the smallest file that looks as the target asks; where
 * the budget does not allow that, the best that fits. The quality is sought on tiles of the first picture, and every
 * file is then measured whole. The same pictures give the same bytes.
 *
 * @returns a file a picture, in order; one that is over the budget means that not even the least quality fits
 */
export async function encodeFrame(pictures: readonly Titled[], format: Format, wish: Wish): Promise<Encoded[]> {
  const [first] = pictures;
  if (!first) return [];
  const coding = CODINGS[format];
  const tiles = tilesOf(first.pixels);
  const guess =
    tiles === first.pixels
      ? coding
      : await seekScore(
          writer({ ...first, pixels: tiles }, coding),
          coding,
          wish.target,
          coding.quality,
          TRIES_ON_TILES,
        );
  let { quality } = guess;
  const files: Encoded[] = [];
  for (const picture of pictures) {
    const write = writer(picture, coding);
    const found = await seekScore(write, coding, wish.target, quality, TRIES_WHOLE);
    const fits = found.bytes.byteLength <= wish.mostBytes;
    const file = fits ? found : await seekBytes(write, coding, wish.mostBytes, found.quality);
    files.push(file);
    // The next language differs in its letters only.
    quality = file.quality;
  }
  return files;
}

/** Encodes at any quality, decodes again and measures. */
function writer({ pixels, xmp }: Titled, coding: Coding): Write {
  const { data, widthPx, heightPx } = pixels;
  const raw = sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } }).withXmp(xmp);
  const own = lumaOf(pixels);
  return async (quality) => {
    const bytes = new Uint8Array(await coding.write(raw.clone(), quality).toBuffer());
    const decoded = new Uint8Array(await sharp(bytes).raw().toBuffer());
    return { bytes, quality, score: similarity(own, lumaOf({ data: decoded, widthPx, heightPx })) };
  };
}
