import type { Brand } from "../../core/brand.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import { luminance, type Rgb } from "../light/colour.ts";
import type { Box } from "../light/ground.ts";
import type { Side } from "../light/veil.ts";
import { boxIn, safeBox, type TitleFrame } from "../type/frame.ts";
import { reachContrast } from "../type/reach.ts";
import { freePlace, grown } from "./corner.ts";
import { colourOf, inkOf, type Mark, sized } from "./image.ts";

// A wide logo is as high as the one, a tall or round one as broad as the other: both look as large, in shares of the
// frame's shorter side.
const HEIGHT = 0.07;
const WIDTH = 0.22;

export type BrandMarked = {
  /** The picture, graded where the logo will stand; it is not on it yet. */
  readonly pixels: Pixels;
  /** What it covers, and what must stay empty with it. */
  readonly box: Box;
  readonly clear: Box;
  /** The logo at its size: it goes on last, over what a title's grading does to the picture. */
  readonly mark: Mark;
};

/**
 * Finds a brand's logo its place, before the title, which then keeps out of its clear space. Where its corner is
 * taken by a face, another one has it. What lies behind it is graded until it reads, as for a title.
 *
 * @returns `null` when there is no place for it
 */
export async function placeBrandLogo(
  picture: Pixels,
  frame: TitleFrame,
  { corner, clearSpace }: NonNullable<Brand["logo"]>,
  logo: Mark,
): Promise<BrandMarked | null> {
  const short = Math.min(frame.widthPx, frame.heightPx);
  const scale = Math.min((HEIGHT * short) / logo.heightPx, (WIDTH * short) / logo.widthPx);
  const mark = await sized(
    logo,
    Math.max(1, Math.round(logo.widthPx * scale)),
    Math.max(1, Math.round(logo.heightPx * scale)),
  );
  const air = clearSpace * mark.heightPx;
  const faces = frame.keep.map((region) => grown(boxIn(frame, region), air));
  const subject = frame.subject ? [boxIn(frame, frame.subject)] : [];
  const box = freePlace(safeBox(frame), { width: mark.widthPx, height: mark.heightPx }, corner, faces, subject);
  if (!box) return null;
  const side: Side = box.y + box.height / 2 < frame.heightPx / 2 ? "top" : "bottom";
  const pieces = [{ ink: inkOf(mark), x: box.x, y: box.y }];
  const { pixels } = await reachContrast(picture, [0], async () => ({ side, pieces }), [behindOf(mark)]);
  return { pixels, box, clear: grown(box, air), mark };
}

/** A logo keeps its colours: what lies behind it is brought away from them. */
export function behindOf(mark: Mark): { text: Rgb; tint: Rgb } {
  const text = colourOf(mark);
  return { text, tint: luminance(...text) > 0.18 ? [10, 10, 12] : [248, 247, 244] };
}

/** A box in shares of its frame, cut to it. */
export function regionOf({ x, y, width, height }: Box, { widthPx, heightPx }: TitleFrame): Region {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    x: left / widthPx,
    y: top / heightPx,
    width: (Math.min(widthPx, x + width) - left) / widthPx,
    height: (Math.min(heightPx, y + height) - top) / heightPx,
  };
}
