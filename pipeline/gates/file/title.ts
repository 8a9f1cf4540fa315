import { LEAST_CONTRAST } from "../../type/legible.ts";
import type { FileGate } from "./evidence.ts";

export const titleContrast: FileGate = {
  name: "title contrast",
  measures: "lowest WCAG contrast of a glyph with what lies behind it, 1..21",
  bound: "least",
  limit: LEAST_CONTRAST,
  because: "WCAG 2.2, success criterion 1.4.3 (AA) for text of any size.",
  again: true,
  measure: ({ rendition }) => rendition.contrast,
};
