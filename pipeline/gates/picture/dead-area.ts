import type { Plane } from "../measure/seen.ts";
import type { PictureGate } from "./evidence.ts";

const TILE_PX = 12;
// Paint, paper and grain vary more than this even where nothing is drawn.
const STILL = 1;

export const noDeadArea: PictureGate = {
  name: "no dead area",
  measures: "share of tiles of 12 pixels whose luma varies by less than 1 code value, 0..1",
  bound: "most",
  limit: 0.42,
  because: "Screen prints leave up to 0.28 of the sheet bare, other styles 0.05; a half-black picture measures 0.5.",
  again: true,
  measure: ({ painting }) => stillOf(painting.luma),
};

function stillOf({ data, width, height }: Plane): number {
  const pixels = TILE_PX * TILE_PX;
  let tiles = 0;
  let still = 0;
  for (let top = 0; top + TILE_PX <= height; top += TILE_PX) {
    for (let left = 0; left + TILE_PX <= width; left += TILE_PX, tiles++) {
      let sum = 0;
      let squares = 0;
      for (let y = top; y < top + TILE_PX; y++) {
        for (let x = left; x < left + TILE_PX; x++) {
          const value = data[y * width + x] as number;
          sum += value;
          squares += value * value;
        }
      }
      if (squares / pixels - (sum / pixels) ** 2 < STILL * STILL) still++;
    }
  }
  return tiles === 0 ? 0 : still / tiles;
}
