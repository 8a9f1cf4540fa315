import { deviationOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

export const notBlank: PictureGate = {
  name: "not blank",
  measures: "standard deviation of luma, code values",
  bound: "least",
  limit: 8,
  because: "Paintings measure 25 to 72, of fog too; one colour measures 0.",
  again: true,
  measure: ({ painting }) => deviationOf(painting.luma.data),
};
