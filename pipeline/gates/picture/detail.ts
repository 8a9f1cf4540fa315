import { entropyOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

export const holdsDetail: PictureGate = {
  name: "holds detail",
  measures: "entropy of the luma histogram, bits",
  bound: "least",
  limit: 5,
  because: "Paintings measure 5.9 to 7.8; four levels of grey measure 4.3 at most, a half-black picture 4.8.",
  again: true,
  measure: ({ histogram }) => entropyOf(histogram),
};
