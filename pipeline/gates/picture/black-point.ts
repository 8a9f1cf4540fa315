import { quantileOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

export const hasShadows: PictureGate = {
  name: "has shadows",
  measures: "luma that a hundredth of the pixels lie below, code values",
  bound: "most",
  limit: 72,
  because: "Paintings have their shadows at 2 to 43; behind a veil of white they lie at 90 and above.",
  again: true,
  measure: ({ histogram }) => quantileOf(histogram, 0.01),
};
