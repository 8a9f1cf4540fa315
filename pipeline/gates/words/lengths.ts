import { DESCRIPTION_MAX, HEADLINE_MAX } from "../../caption.ts";
import { graphemeCount } from "../../words/script.ts";
import type { WordsGate } from "./evidence.ts";

const nothing = "A card without words is no card.";
const room = "The longest that any channel has room for.";

export const hasHeadline: WordsGate = {
  name: "headline is there",
  measures: "grapheme clusters",
  bound: "least",
  limit: 1,
  because: nothing,
  again: true,
  measure: ({ copy }) => graphemeCount(copy?.headline ?? ""),
};

export const headlineFits: WordsGate = {
  name: "headline fits",
  measures: "grapheme clusters",
  bound: "most",
  limit: HEADLINE_MAX,
  because: room,
  again: true,
  measure: ({ copy }) => graphemeCount(copy?.headline ?? ""),
};

export const hasDescription: WordsGate = {
  name: "description is there",
  measures: "grapheme clusters",
  bound: "least",
  limit: 1,
  because: nothing,
  again: true,
  measure: ({ copy }) => graphemeCount(copy?.description ?? ""),
};

export const descriptionFits: WordsGate = {
  name: "description fits",
  measures: "grapheme clusters",
  bound: "most",
  limit: DESCRIPTION_MAX,
  because: room,
  again: true,
  measure: ({ copy }) => graphemeCount(copy?.description ?? ""),
};
