import { thumbHashToApproximateAspectRatio, thumbHashToRGBA } from "thumbhash";
import { expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import { dominantOf } from "./dominant.ts";
import { thumbOf } from "./thumb.ts";

type Rgb = readonly [number, number, number];
const picture = (widthPx: number, heightPx: number, colour: (x: number, y: number) => Rgb): Pixels => ({
  data: Uint8Array.from(
    Array.from({ length: widthPx * heightPx }, (_, i) => colour(i % widthPx, Math.floor(i / widthPx))).flat(),
  ),
  widthPx,
  heightPx,
});
const near = (hex: string, [red, green, blue]: Rgb, slack = 6) => {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return Math.max(...[red, green, blue].map((part, i) => Math.abs(part - (parts[i] ?? 0)))) <= slack;
};

it("makes a placeholder that is light where the picture is, and of its shape", async () => {
  const { thumbHash } = await thumbOf(picture(320, 180, (x) => (x < 160 ? [230, 220, 200] : [20, 30, 60])));
  const hash = Buffer.from(thumbHash, "base64");
  expect(hash.byteLength).toBeLessThan(32);
  expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(16 / 9, 0);
  const { w, h, rgba } = thumbHashToRGBA(hash);
  const at = (x: number) => rgba[4 * ((h >> 1) * w + x)] ?? 0;
  expect(at(2)).toBeGreaterThan(at(w - 3) + 80);
});

it("makes one of a picture of one pixel or two", async () => {
  for (const side of [1, 2]) {
    const { thumbHash, dominant } = await thumbOf(picture(side, side, () => [200, 40, 40]));
    expect(Buffer.from(thumbHash, "base64").byteLength).toBeGreaterThan(4);
    expect(near(dominant, [200, 40, 40])).toBe(true);
  }
});

it("names a colour that is in the picture, not the mud between two", () => {
  const { data } = picture(40, 40, (x) => (x < 24 ? [200, 40, 40] : [30, 60, 190]));
  expect(near(dominantOf(data), [200, 40, 40])).toBe(true);
});

it("prefers a colour to a grey of the same size, and the grey where it is nearly all there is", () => {
  const signed = (share: number) => picture(40, 40, (x) => (x < 40 * share ? [220, 60, 40] : [128, 128, 128])).data;
  expect(near(dominantOf(signed(0.4)), [220, 60, 40])).toBe(true);
  expect(near(dominantOf(signed(0.05)), [128, 128, 128])).toBe(true);
});

it("finds the middle of a colour that varies, and the ends of the range", () => {
  const shaded = picture(40, 40, (x, y) => [180 + ((x * 7) % 21) - 10, 90 + ((y * 5) % 21) - 10, 60]).data;
  expect(near(dominantOf(shaded), [180, 90, 60], 10)).toBe(true);
  expect(dominantOf(picture(4, 4, () => [0, 0, 0]).data)).toBe("#000000");
  expect(dominantOf(picture(4, 4, () => [255, 255, 255]).data)).toBe("#ffffff");
});
