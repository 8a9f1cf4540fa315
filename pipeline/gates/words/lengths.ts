import { copyLack } from "../../words/lack.ts";
import type { WordsGate } from "./evidence.ts";

export const hasTexts: WordsGate = {
  name: "texts are there",
  measures: "texts that a channel has a place for and the copy lacks",
  bound: "most",
  limit: 0,
  because: "A card without words is no card.",
  again: true,
  measure: ({ copy, channels }) => copyLack(copy, channels).missing.length,
  detail: ({ copy, channels }) => copyLack(copy, channels).missing.join(", "),
};

export const textsFit: WordsGate = {
  name: "texts fit",
  measures: "texts with more grapheme clusters than a channel has a place for",
  bound: "most",
  limit: 0,
  because: "A text that is cut off in its place says something else.",
  again: true,
  measure: ({ copy, channels }) => copyLack(copy, channels).over.length,
  detail: ({ copy, channels }) => copyLack(copy, channels).over.join(", "),
};
