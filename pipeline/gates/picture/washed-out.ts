import { quantileOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

export const notWashedOut: PictureGate = {
  name: "not washed out",
  measures: "luma between the darkest and the lightest hundredth of the pixels, code values",
  bound: "least",
  limit: 98,
  because: "Paintings span 115 to 240, bright ones too; at 40% of their contrast they span 95 at most.",
  again: true,
  measure: ({ histogram }) => quantileOf(histogram, 0.99) - quantileOf(histogram, 0.01),
};
