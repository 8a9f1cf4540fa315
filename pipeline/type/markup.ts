import type { Run } from "./coverage.ts";
import type { Face } from "./face.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Makes text safe inside Pango markup: what a person typed is drawn, never obeyed. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The comma ends the family's name, or Pango reads "Extra Condensed" as a width. */
export const fontOf = ({ family, weight }: Face): string => `${family}, ${weight}`;

// Pango counts in 1024ths of a point, and at 72 dpi a point is a pixel.
const units = (px: number) => Math.round(px * 1024);

/**
 * One line in Pango markup.
 *
 * @param lineHeight share of the face's own line height
 * @param language a BCP 47 tag: fonts draw Han characters otherwise for each of their languages
 */
export function lineMarkup(
  runs: readonly Run[],
  sizePx: number,
  trackingPx: number,
  lineHeight: number,
  language = "und",
): string {
  return runs
    .map(
      ({ face, text }) =>
        `<span font_desc="${fontOf(face)}" size="${units(sizePx)}" letter_spacing="${units(trackingPx)}" ` +
        `line_height="${lineHeight.toFixed(4)}" lang="${language}">${escapeMarkup(text)}</span>`,
    )
    .join("");
}
