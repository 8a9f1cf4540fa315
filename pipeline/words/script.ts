import type { Locale } from "../../core/attributes.ts";

/** Letters that a language is written with, beside those of a brief's own names. */
export const LETTERS: Readonly<Record<Locale, RegExp>> = {
  en: /^\p{Script=Latin}$/u,
  // Ukrainian's own alphabet: ё, ъ, ы and э are letters of its neighbours.
  uk: /^[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя]$/iu,
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Length as a reader counts it. */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

const WORDS = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu;

/** A text's words in lower case, with one kind of apostrophe; a hyphen parts words. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[’ʼ`´]/g, "'")
    .match(WORDS) ?? [];

export const sentencesOf = (text: string, locale: Locale): string[] =>
  Array.from(new Intl.Segmenter(locale, { granularity: "sentence" }).segment(text), ({ segment }) =>
    segment.trim(),
  ).filter((sentence) => sentence !== "");
