import { gridFor } from "../measure/frame.ts";
import type { Plane } from "../measure/seen.ts";
import { slopesOf } from "../measure/seen.ts";
import { correlationOf } from "../measure/spread.ts";
import type { PictureGate } from "./evidence.ts";

// Edges are taken a quarter of a cell wide, so that strokes and grain are no edges.
const FINER = 4;

/** Whether the picture shows what the brief asks: its outlines lie where the storyboard has them. */
export const outlinedAsDrawn: PictureGate = {
  name: "outlined as drawn",
  measures: "correlation of the painting's edges with the storyboard's over cells of a thirtieth of the frame, -1..1",
  bound: "least",
  limit: 0.6,
  because:
    "The shipped painter keeps 0.88 to 1; against the storyboard of another brief one painting in 300 reaches 0.6, " +
    "and none both this and the layout.",
  again: true,
  measure: ({ painting, storyboard }) => correlationOf(edgesOf(painting.luma), edgesOf(storyboard.luma)),
};

const edgesOf = (luma: Plane): Float32Array => gridFor(slopesOf(gridFor(luma, FINER))).data;
