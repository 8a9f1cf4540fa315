import type { Look } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { clean } from "./clean.ts";
import { duotone } from "./duotone.ts";
import { frame } from "./frame.ts";
import { grain } from "./grain.ts";
import { halftone } from "./halftone.ts";
import { leak } from "./leak.ts";
import type { LookValue } from "./look.ts";
import { vignette } from "./vignette.ts";

/** Every look, in the vocabulary's order. */
export const LOOKS: readonly LookValue[] = [clean, grain, vignette, duotone, halftone, leak, frame];

/**
 * Treats a graded picture as a whole, before the title is set on it.
 *
 * @param seed whole number in 0..2^32-1; the same arguments give the same pixels
 * @returns a new picture of the same size
 */
export async function applyLook(picture: Pixels, look: Look, palette: Palette, seed: number): Promise<Pixels> {
  const value = LOOKS.find(({ name }) => name === look);
  if (!value) throw new RangeError(`no look is called ${look}`);
  const { widthPx, heightPx } = picture;
  return value.apply(picture, { palette, seed, widthPx, heightPx });
}
