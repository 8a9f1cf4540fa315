import type { KeyArt } from "../../core/key-art.ts";
import type { Pixels } from "../../core/picture.ts";
import type { PictureModel } from "../../core/ports.ts";
import { imageOf, pixelsOf } from "../pixels.ts";
import { withRegions } from "./compose.ts";
import { matteOf } from "./matte.ts";
import type { AssetPixels } from "./read.ts";
import { segment } from "./segment.ts";

// The size at which subject and surroundings are told apart; the edge is drawn at full size.
const SMALL_SIDE_PX = 192;
// Less of the frame than the one is a slip of the cut, more than the other is no cut at all.
const LEAST_SHARE = 0.004;
const MOST_SHARE = 0.85;
// A picture counts as cut out when this much of it can be seen through.
const CLEAR_SHARE = 0.02;

/** How far a subject is taken to reach from its focal point, in shares of the shorter side, where nothing tells it. */
const ROUND = 0.22;

/**
 * How much of each pixel is the subject, 0..255, from the best that is there: the picture's own transparency, a network
 * for background removal, or the focal point and the regions to keep with the picture's colours (`segment.ts`). Regions
 * to keep are in it whole.
 */
export async function maskOf(
  { picture, alpha }: AssetPixels,
  { focal, keep }: KeyArt,
  cutter: PictureModel | undefined,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { widthPx, heightPx } = picture;
  const whole = (mask: Uint8Array) => withRegions(mask, widthPx, heightPx, keep);
  if (isCutOut(alpha)) return whole(alpha);
  if (cutter) {
    const { alpha: found } = await cutter.apply({ picture }, signal);
    if (found?.length === widthPx * heightPx && isPlausible(found)) return whole(found);
  }
  signal.throwIfAborted();
  const small = await shrunk(picture);
  const matte = matteOf(picture, small, segment(small, { focal, keep }));
  return whole(isPlausible(matte) ? matte : roundOf(picture, focal));
}

export const isCutOut = (alpha: Uint8Array | null): alpha is Uint8Array =>
  alpha !== null && shareOf(alpha, (value) => value < 128) > CLEAR_SHARE;

function isPlausible(mask: Uint8Array): boolean {
  const share = shareOf(mask, (value) => value >= 128);
  return share > LEAST_SHARE && share < MOST_SHARE;
}

const shareOf = (mask: Uint8Array, is: (value: number) => boolean): number => {
  let count = 0;
  for (const value of mask) if (is(value)) count++;
  return count / Math.max(1, mask.length);
};

async function shrunk(picture: Pixels): Promise<Pixels> {
  const { widthPx, heightPx } = picture;
  const scale = Math.min(1, SMALL_SIDE_PX / Math.max(widthPx, heightPx));
  const [width, height] = [widthPx, heightPx].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  return pixelsOf(imageOf(picture).resize(width, height, { fit: "fill" }));
}

/** A soft disc around the focal point. */
function roundOf({ widthPx, heightPx }: Pixels, focal: KeyArt["focal"]): Uint8Array {
  const reach = ROUND * Math.min(widthPx, heightPx);
  return Uint8Array.from({ length: widthPx * heightPx }, (_, pixel) => {
    const far = Math.hypot((pixel % widthPx) - focal.x * widthPx, Math.floor(pixel / widthPx) - focal.y * heightPx);
    return Math.round(255 * Math.min(1, Math.max(0, (1 - far / reach) / 0.3)));
  });
}
