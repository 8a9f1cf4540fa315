import type { Locale } from "../../core/attributes.ts";
import { graphemeCount } from "./script.ts";

/**
 * Shortens prose to at most `max` grapheme clusters: to whole sentences, else to whole words and an ellipsis, else
 * (one endless word) between two clusters.
 */
export function shorten(text: string, max: number, locale: Locale): string {
  if (graphemeCount(text) <= max) return text;
  const sentences = cutAt(text, max, locale, "sentence").trim();
  if (sentences !== "") return sentences;
  // A comma or a dash before the ellipsis would wait for words that never come.
  const words = cutAt(text, max - 1, locale, "word").replace(/[\s\p{P}]+$/u, "");
  return `${words === "" ? cutAt(text, max - 1, locale, "grapheme") : words}…`;
}

/** The most whole segments, from the start, that stay within `max` clusters. */
function cutAt(text: string, max: number, locale: Locale, granularity: "sentence" | "word" | "grapheme"): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter(locale, { granularity }).segment(text)) {
    if (graphemeCount((kept + segment).trimEnd()) > max) break;
    kept += segment;
  }
  return kept;
}
