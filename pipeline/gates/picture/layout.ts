import { gridFor } from "../measure/frame.ts";
import { correlationOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

/** Whether the picture shows what the brief asks: light and dark lie where the storyboard has them. */
export const laidOutAsDrawn: PictureGate = {
  name: "laid out as drawn",
  measures: "correlation of the painting's luma with the storyboard's over cells of a thirtieth of the frame, -1..1",
  bound: "least",
  limit: 0.7,
  because:
    "The shipped painter keeps 0.93 to 1; against the storyboard of another brief paintings measure 0.63 in the median " +
    "and 0.89 at most, which their edges then tell apart. A network that repaints more freely has room.",
  again: true,
  measure: ({ painting, storyboard }) => correlationOf(gridFor(painting.luma).data, gridFor(storyboard.luma).data),
};
