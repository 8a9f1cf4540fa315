import type { Run } from "./coverage.ts";
import { sfntOf } from "./face.ts";

/** How far a line's outlines reach above its baseline and below it, in ems of its own size. */
export type Reach = { readonly top: number; readonly bottom: number };

/** A line as its neighbours meet it. */
type Met = Reach & { readonly share: number };

// Between baselines, in shares of the capitals' height, where nothing sticks out: posters are set tight.
const CAPS_PITCH = 1.2;
const MIXED_PITCH = 1.42;
// Between the lowest tail of a line and the highest accent of the next, in shares of the capitals' height.
const AIR = 0.1;
// Between the inks of lines of scripts without capitals, in ems: their marks are part of the rhythm.
const INK_GAP = 0.3;

export function reachOf(runs: readonly Run[]): Reach {
  let top = 0;
  let bottom = 0;
  for (const { face, text } of runs) {
    for (const char of text) {
      const extent = sfntOf(face).extent(char.codePointAt(0) ?? 0);
      top = Math.max(top, extent.top);
      bottom = Math.max(bottom, extent.bottom);
    }
  }
  return { top, bottom };
}

/**
 * The distance of each line's baseline from that of the line before, in ems of the setting's size; 0 for the first. A
 * tail never touches an accent below it.
 *
 * @param even the same distance throughout, as lines of one size need
 * @param leading a multiplier of what the face would usually get
 */
export function dropsOf(
  lines: readonly Met[],
  { capHeight, caps, even, leading }: { capHeight: number; caps: boolean; even: boolean; leading: number },
): number[] {
  const usual = capHeight * (caps ? CAPS_PITCH : MIXED_PITCH) * leading;
  const drops = lines.map((line, i) => {
    const above = lines[i - 1];
    if (!above) return 0;
    // Capitals under a line of another size keep their own line's air.
    const pitch = line.share * usual;
    return Math.max(pitch, above.bottom * above.share + line.top * line.share + AIR * capHeight * line.share);
  });
  const most = Math.max(...drops);
  return even ? drops.map((drop) => (drop === 0 ? 0 : most)) : drops;
}

/** The same for scripts without capitals, where it is told from ink to ink. */
export const gapsOf = (lines: readonly Met[]): number[] => lines.map(({ share }, i) => (i === 0 ? 0 : INK_GAP * share));
