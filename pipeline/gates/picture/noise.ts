import type { PictureGate } from "./evidence.ts";

export const notNoise: PictureGate = {
  name: "not noise",
  measures: "mean square of the Laplacian of luma, code values squared",
  bound: "most",
  limit: 2_500,
  because: "Paintings measure 125 to 1,340; with noise of 46 code values over them they measure 3,700 and more.",
  again: true,
  measure: ({ fineness }) => fineness.painting,
};
