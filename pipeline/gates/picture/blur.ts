import type { PictureGate } from "./evidence.ts";

export const notBlurred: PictureGate = {
  name: "not blurred",
  measures: "fine detail (mean square of the Laplacian) as a share of the storyboard's own",
  bound: "least",
  limit: 0.35,
  because:
    "Watercolour is soft and a screen print hard, so the storyboard is the measure: paintings keep 0.59 to 4.8 of it, " +
    "and 0.30 at most after a Gaussian blur of 2 pixels.",
  again: true,
  measure: ({ fineness }) => fineness.painting / Math.max(1, fineness.storyboard),
};
