import { expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import { tilesOf } from "./tiles.ts";

/** Red says the column, green the row, in parts of 256. */
const map = (widthPx: number, heightPx: number): Pixels => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [((pixel % widthPx) * 256) / widthPx, (Math.floor(pixel / widthPx) * 256) / heightPx, 0][at % 3] ?? 0;
  }),
  widthPx,
  heightPx,
});

it.each([
  [1920, 1080, 512, 384],
  [1080, 1920, 384, 512],
  [1000, 1500, 384, 512],
])("takes tiles from all over a picture of %i x %i pixels", (width, height, tilesWidth, tilesHeight) => {
  const { data, widthPx, heightPx } = tilesOf(map(width, height));
  expect([widthPx, heightPx, data.length]).toEqual([tilesWidth, tilesHeight, 3 * tilesWidth * tilesHeight]);
  const middles: string[] = [];
  for (let y = 64; y < heightPx; y += 128) {
    for (let x = 64; x < widthPx; x += 128) {
      const at = 3 * (y * widthPx + x);
      // Each middle shows the middle of its own part of the picture.
      expect(Math.abs((data[at] ?? 0) / 256 - x / widthPx)).toBeLessThan(0.01);
      expect(Math.abs((data[at + 1] ?? 0) / 256 - y / heightPx)).toBeLessThan(0.01);
      middles.push(`${data[at]} ${data[at + 1]}`);
    }
  }
  expect(new Set(middles).size).toBe(12);
});

it.each([
  [640, 360],
  [600, 338],
  [3000, 100],
  [1, 1],
])("gives a picture of %i x %i pixels as it is", (width, height) => {
  const picture = map(width, height);
  expect(tilesOf(picture)).toBe(picture);
});
