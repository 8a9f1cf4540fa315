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

/** How a line is spaced; lengths in px. */
export type Spacing = {
  /** Added after each letter. */
  readonly trackingPx: number;
  /** Added to each space between words. */
  readonly wordPx: number;
  /** Share of the face's own line height. */
  readonly lineHeight: number;
};

/**
 * One line in Pango markup, with figures as high as capitals: old-style noughts are read as letters.
 *
 * @param language a BCP 47 tag: fonts draw Han characters otherwise for each of their languages
 */
export function lineMarkup(
  runs: readonly Run[],
  sizePx: number,
  { trackingPx, wordPx, lineHeight }: Spacing,
  language = "und",
): string {
  // Lines are broken before they come here, so a no-break space is a space, of the one breadth that all have.
  const spaced = (text: string) =>
    escapeMarkup(text).replace(/[ \u00a0]/gu, `<span letter_spacing="${units(trackingPx + wordPx)}"> </span>`);
  return runs
    .map(
      ({ face, text }) =>
        `<span font_desc="${fontOf(face)}" size="${units(sizePx)}" letter_spacing="${units(trackingPx)}" ` +
        `line_height="${lineHeight.toFixed(4)}" lang="${language}" font_features="lnum=1">${spaced(text)}</span>`,
    )
    .join("");
}

/** Set solid: the face's own spaces and line height. */
export const SOLID: Spacing = { trackingPx: 0, wordPx: 0, lineHeight: 1 };
