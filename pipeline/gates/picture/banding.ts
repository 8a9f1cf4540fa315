import type { Plane } from "../measure/seen.ts";
import type { PictureGate } from "./evidence.ts";

// A plateau as wide as this is seen as a band.
const LEAST_RUN_PX = 8;

export const notBanded: PictureGate = {
  name: "not banded",
  measures: "share of pixels in a row of 8 or more of one luma, 0..1",
  bound: "most",
  limit: 0.3,
  because:
    "Screen prints measure up to 0.14, all other paintings below 0.02; a soft picture in 16 steps 0.42 and more.",
  again: true,
  measure: ({ painting }) => plateausOf(painting.luma),
};

function plateausOf({ data, width, height }: Plane): number {
  let inRuns = 0;
  for (let y = 0; y < height; y++) {
    let run = 1;
    for (let x = 1; x <= width; x++) {
      const at = y * width + x;
      if (x < width && Math.round(data[at] as number) === Math.round(data[at - 1] as number)) run++;
      else {
        if (run >= LEAST_RUN_PX) inRuns += run;
        run = 1;
      }
    }
  }
  return inRuns / (width * height);
}
