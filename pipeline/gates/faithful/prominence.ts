import sharp from "sharp";
import { type StoryboardRequest, storyboardSvg } from "../../storyboard/storyboard.ts";

// Enough to see what a part covers; the drawing is the same at any size.
const SHORT_SIDE_PX = 96;
// A change of this many code values in one channel is seen; less is a shade of light on something else.
const SEEN = 20;

/**
 * How much of a storyboard each of its parts makes up: the share of the frame, 0..1, that looks otherwise without it.
 * What lies behind another part counts only where it shows. Shares of parts that let others through add up to more than 1.
 *
 * @param names concepts of the request
 */
export async function prominenceOf(
  request: StoryboardRequest,
  names: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const scale = SHORT_SIDE_PX / Math.min(request.widthPx, request.heightPx);
  const size = { width: Math.round(request.widthPx * scale), height: Math.round(request.heightPx * scale) };
  // Only the document's own size is changed: the drawing in it stays the one that is painted over.
  const svg = storyboardSvg(request).replace(
    / width="\d+" height="\d+"/,
    ` width="${size.width}" height="${size.height}"`,
  );
  const drawn = (without: string | null) =>
    sharp(Buffer.from(without === null ? svg : svg.replace("<defs>", `<style>.${without}{display:none}</style><defs>`)))
      .resize(size.width, size.height, { fit: "fill" })
      .flatten({ background: "#808080" })
      .toColourspace("srgb")
      .raw()
      .toBuffer();
  const whole = await drawn(null);
  const shares: Record<string, number> = {};
  for (const name of names) shares[name] = changedShare(whole, await drawn(name));
  return shares;
}

function changedShare(one: Uint8Array, other: Uint8Array): number {
  let changed = 0;
  for (let at = 0; at < one.length; at += 3) {
    const most = Math.max(
      Math.abs((one[at] as number) - (other[at] as number)),
      Math.abs((one[at + 1] as number) - (other[at + 1] as number)),
      Math.abs((one[at + 2] as number) - (other[at + 2] as number)),
    );
    if (most >= SEEN) changed++;
  }
  return changed / (one.length / 3);
}
