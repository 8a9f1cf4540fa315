import type { Plane } from "../measure/seen.ts";
import type { PictureGate } from "./evidence.ts";

export const notStriped: PictureGate = {
  name: "not striped",
  measures: "steps of luma down against steps across, the lesser over the greater, 0..1",
  bound: "least",
  limit: 0.2,
  because: "Paintings measure 0.45 to 1, those of oil strokes the least; stripes and ramps measure near 0.",
  again: true,
  measure: ({ painting }) => evennessOf(painting.luma),
};

function evennessOf({ data, width, height }: Plane): number {
  let across = 0;
  let down = 0;
  for (let y = 1; y < height; y++) {
    for (let x = 1, at = y * width + 1; x < width; x++, at++) {
      across += Math.abs((data[at] as number) - (data[at - 1] as number));
      down += Math.abs((data[at] as number) - (data[at - width] as number));
    }
  }
  const greater = Math.max(across, down);
  return greater === 0 ? 0 : Math.min(across, down) / greater;
}
