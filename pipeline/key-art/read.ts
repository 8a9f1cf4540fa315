import sharp from "sharp";
import type { Asset } from "../../core/key-art.ts";
import type { Pixels } from "../../core/picture.ts";
import { MOST_PIXELS } from "./decode.ts";

/** The bytes of a blob. @throws when it is gone */
export type ReadAsset = (blob: Asset["blob"]) => Promise<Uint8Array>;

/** A picture that was brought, at the size that it is worked on; `alpha` where it has transparent parts. */
export type AssetPixels = { readonly picture: Pixels; readonly alpha: Uint8Array | null };

/** Shrinks to fit, never enlarges. */
export type Bound = { readonly mostPixels: number; readonly mostSidePx: number };

/** @throws when the blob is gone or does not decode, although it was decoded when it came */
export async function readAsset(asset: Asset, read: ReadAsset | undefined, bound: Bound): Promise<AssetPixels> {
  if (!read) throw new Error(`a brief names the picture ${asset.blob}, and nothing was given to read it with`);
  const { widthPx, heightPx } = asset;
  const scale = Math.min(
    1,
    bound.mostSidePx / Math.max(widthPx, heightPx),
    Math.sqrt(bound.mostPixels / (widthPx * heightPx)),
  );
  const size = [widthPx, heightPx].map((side) => Math.max(1, Math.floor(side * scale))) as [number, number];
  const { data, info } = await sharp(await read(asset.blob), { limitInputPixels: MOST_PIXELS })
    .resize(...size, { fit: "fill", kernel: "lanczos3" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = info.width * info.height;
  const picture = { data: new Uint8Array(pixels * 3), widthPx: info.width, heightPx: info.height };
  const alpha = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    picture.data.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
    alpha[pixel] = data[4 * pixel + 3] ?? 255;
  }
  return { picture, alpha: alpha.some((value) => value < 255) ? alpha : null };
}
