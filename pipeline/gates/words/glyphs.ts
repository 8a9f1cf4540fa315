import { missingGlyphs, nameOf } from "../../type/coverage.ts";
import type { WordsGate } from "./evidence.ts";

/** Pango itself would draw a box and say nothing. */
export const drawable: WordsGate = {
  name: "every glyph has a font",
  measures: "grapheme clusters of the title's name that no bundled font can draw",
  bound: "most",
  limit: 0,
  because: "A box in place of a letter misspells the title.",
  again: false,
  measure: ({ text }) => missingGlyphs(text.name).length,
  detail: ({ text }) => missingGlyphs(text.name).map(nameOf).join(", "),
};
