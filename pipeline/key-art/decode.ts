import sharp, { type Metadata } from "sharp";
import { AppError } from "../../core/errors.ts";
import type { DecodedPicture } from "../../core/key-art.ts";
import { formatOf, type PictureFormat } from "../../core/picture-format.ts";

// What a poster at 600 dpi and a camera's raw export stay below; decoded it is 200 MB. Over all frames, because a
// decoder may have to go through all of them to find the first.
export const MOST_PIXELS = 50_000_000;

/** Those that lose nothing are kept without loss, unless they are so large that only a photograph can be meant. */
const LOSSLESS: readonly PictureFormat[] = ["png", "tiff"];
const MOST_LOSSLESS_PIXELS = 8_000_000;

/** Metadata of a sharp `metadata()` that files carry about people, places and devices. */
const METADATA = ["exif", "icc", "iptc", "xmp", "tifftagPhotoshop", "comments"] as const;

/**
 * Decodes a file of a stranger and encodes its pixels again: upright, in sRGB, one frame, with nothing else of the file.
 *
 * The 34-byte header that claims 256 megapixels is refused by what it claims; what it holds is only then decoded, all of
 * it, for headers pass where pixels fail. Call it in a process that can be killed: decoders hang and crash.
 *
 * @throws AppError `asset_format_refused`, `asset_too_large`, `asset_unreadable`
 */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedPicture> {
  const format = formatOf(bytes);
  if ("refused" in format) throw refusal("asset_format_refused", format.refused);
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(unreadable);
  const frames = header.pages ?? 1;
  const pixels = header.width * header.height * frames;
  if (pixels > MOST_PIXELS)
    throw refusal(
      "asset_too_large",
      `has ${megapixels(pixels)} megapixels in ${frames} frames; at most ${megapixels(MOST_PIXELS)} are taken`,
    );
  const lossless = LOSSLESS.includes(format.takes) && pixels <= MOST_LOSSLESS_PIXELS;
  const keptAs = lossless || header.hasAlpha ? "image/png" : "image/jpeg";
  // By default sharp puts no metadata into what it writes, and colours through the embedded profile into sRGB.
  const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", page: 0, pages: 1 })
    .autoOrient()
    .toColourspace("srgb");
  const encoder =
    keptAs === "image/png"
      ? upright.png({ compressionLevel: 6 })
      : upright.jpeg({ quality: 95, chromaSubsampling: "4:4:4" });
  const { data, info } = await encoder.toBuffer({ resolveWithObject: true }).catch(unreadable);
  return {
    bytes: data,
    widthPx: info.width,
    heightPx: info.height,
    from: format.takes,
    keptAs,
    turned: (header.orientation ?? 1) !== 1,
    stripped: metadataIn(header),
    framesDropped: frames - 1,
  };
}

/** Leaves this process the decoders of the formats that are taken, and no other: no SVG, PDF or ImageMagick. */
export function openOnlyTakenFormats(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: [
      "VipsForeignLoadJpeg",
      "VipsForeignLoadPng",
      "VipsForeignLoadWebp",
      "VipsForeignLoadHeif",
      "VipsForeignLoadTiff",
    ],
  });
}

const metadataIn = (header: Metadata): string[] =>
  METADATA.filter((kind) => header[kind] !== undefined).map((kind) =>
    kind === "tifftagPhotoshop" ? "photoshop" : kind,
  );

const megapixels = (pixels: number): number => Math.ceil(pixels / 1_000_000);

const refusal = (code: "asset_format_refused" | "asset_too_large", reason: string): AppError =>
  new AppError(code, reason, { issues: [{ field: "body", reason }] });

function unreadable(cause: Error): never {
  throw new AppError("asset_unreadable", cause.message.split("\n")[0] ?? "", { cause });
}
