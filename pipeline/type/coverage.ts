import { FACES, FALLBACKS, type Face, sfntOf } from "./face.ts";
import { languageOf } from "./language.ts";

/** A stretch of text that one face draws. */
export type Run = { readonly face: Face; readonly text: string };

// Joiners, direction marks, variation selectors and the soft hyphen steer their neighbours and draw nothing themselves.
const DRAWS_NOTHING = /^[\p{Default_Ignorable_Code_Point}\p{White_Space}]$/u;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);

/** Whether the face has a glyph for every code point of the text that draws something. */
export function covers(face: Face, text: string): boolean {
  const sfnt = sfntOf(face);
  return [...text].every((char) => DRAWS_NOTHING.test(char) || sfnt.covers(char.codePointAt(0) ?? 0));
}

/**
 * Deals a text out to faces: the preferred one when it can draw all of it, else one fallback for all of it, so that a
 * title keeps one look, else each grapheme cluster to the first face that can.
 *
 * @param kin asked before the fallbacks: faces of the same character as the preferred one
 * @returns the runs in reading order and the clusters that no bundled face can draw, each once; those are in no run
 */
export function facesFor(text: string, preferred: Face, kin: readonly Face[] = []): { runs: Run[]; missing: string[] } {
  const chain = [preferred, ...kin, ...fallbacksFor(text)];
  const whole = chain.find((face) => covers(face, text));
  if (whole) return { runs: [{ face: whole, text }], missing: [] };

  const runs: { face: Face; text: string }[] = [];
  const missing = new Set<string>();
  for (const cluster of graphemesOf(text)) {
    const last = runs.at(-1);
    // Spaces and stops stay with the word before them, in its face.
    if (last && covers(last.face, cluster)) {
      last.text += cluster;
      continue;
    }
    const face = chain.find((candidate) => covers(candidate, cluster));
    if (face) runs.push({ face, text: cluster });
    else missing.add(cluster);
  }
  return { runs, missing: [...missing] };
}

/** Han characters go to the face of their language first. */
const fallbacksFor = (text: string): readonly Face[] =>
  languageOf(text).startsWith("zh") ? [FACES.chinese, ...FALLBACKS] : FALLBACKS;

/** The grapheme clusters of a title that no bundled face can draw, each once. */
export const missingGlyphs = (text: string): string[] => facesFor(text, FALLBACKS[0] as Face).missing;

/** `"😀" (U+1F600)`: names a cluster in a sentence for people. */
export function nameOf(cluster: string): string {
  const points = [...cluster].map(
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return `"${cluster}" (${points.join(" ")})`;
}
