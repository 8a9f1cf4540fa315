import type { Pixels } from "../../core/picture.ts";

/** A tile is large enough for all five scales of `similarity`. */
const TILE_PX = 128;
const LONG = 4;
const SHORT = 3;

/**
 * A small picture that stands for a large one: twelve tiles from evenly spread places, side by side. It is as hard to
 * encode, and shows what encoding did. A picture that is hardly larger than that is given as it is.
 */
export function tilesOf(picture: Pixels): Pixels {
  const { data, widthPx, heightPx } = picture;
  const [columns, rows] = widthPx >= heightPx ? [LONG, SHORT] : [SHORT, LONG];
  const [width, height] = [columns * TILE_PX, rows * TILE_PX];
  if (widthPx < width || heightPx < height || widthPx * heightPx < 2 * width * height) return picture;
  const tiles = new Uint8Array(width * height * 3);
  for (let row = 0; row < rows; row++) {
    const top = Math.round(((row + 0.5) * heightPx) / rows - TILE_PX / 2);
    for (let column = 0; column < columns; column++) {
      const left = Math.round(((column + 0.5) * widthPx) / columns - TILE_PX / 2);
      for (let y = 0; y < TILE_PX; y++) {
        const from = 3 * ((top + y) * widthPx + left);
        tiles.set(data.subarray(from, from + 3 * TILE_PX), 3 * ((row * TILE_PX + y) * width + column * TILE_PX));
      }
    }
  }
  return { data: tiles, widthPx: width, heightPx: height };
}
