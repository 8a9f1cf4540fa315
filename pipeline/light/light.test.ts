import { expect, it } from "vitest";
import { Mood } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, mix, rgbOf } from "./colour.ts";
import { grade } from "./grade.ts";
import { readBox, readGround } from "./ground.ts";
import { cloud, fall, layered, veilAt } from "./veil.ts";

const picture = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): Pixels => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % widthPx, Math.floor(pixel / widthPx));
  }),
  widthPx,
  heightPx,
});

it("knows WCAG's own numbers", () => {
  expect(contrastOf(luminance(255, 255, 255), luminance(0, 0, 0))).toBeCloseTo(21, 10);
  // #777777 on white is WCAG's well-known near miss: 4.48.
  expect(contrastOf(luminance(119, 119, 119), luminance(255, 255, 255))).toBeCloseTo(4.478, 3);
  expect(rgbOf("#0a80ff")).toEqual([10, 128, 255]);
  expect(mix([0, 0, 0], [100, 200, 50], 0.5)).toEqual([50, 100, 25]);
});

it("finds the calm part of a picture", () => {
  const half = picture(160, 80, (x, y) => (x < 80 ? 60 : (x + y) % 2 ? 20 : 220));
  const ground = readGround(half);
  const calm = readBox(ground, { x: 0, y: 0, width: 71, height: 79 });
  const busy = readBox(ground, { x: 88, y: 0, width: 71, height: 79 });
  expect(calm.detail).toBeLessThan(1);
  expect(busy.detail).toBeGreaterThan(100);
  expect(calm.lightest).toBeCloseTo(60, 0);
  expect(readBox(ground, { x: 500, y: 500, width: 10, height: 10 }).detail).toBeGreaterThan(0);
});

it("veils the title's side wholly, the far side not at all, and without an edge between", () => {
  const frame = { widthPx: 960, heightPx: 540 };
  const title = { x: 48, y: 200, width: 380, height: 140 };
  const left = fall(frame, "left", title);
  expect(veilAt(left, 4, 270)).toBeCloseTo(1, 2);
  expect(veilAt(left, 940, 270)).toBeCloseTo(0, 2);
  const behind = cloud(frame, [title]);
  expect(veilAt(behind, 240, 270)).toBeGreaterThan(0.95);
  expect(veilAt(behind, 900, 30)).toBeCloseTo(0, 2);
  for (const veil of [left, behind, layered(left, 0.7, behind, 0.9)]) {
    for (let x = 1; x < 960; x++) {
      expect(Math.abs(veilAt(veil, x, 270) - veilAt(veil, x - 1, 270))).toBeLessThan(0.03);
    }
  }
});

it("grades every mood a little, the same for the same seed, and leaves what it was given", () => {
  const scene = picture(96, 64, (x, y) => 40 + x + y);
  const before = scene.data.slice();
  const mean = ({ data }: Pixels) => data.reduce((sum, value) => sum + value, 0) / data.length;
  for (const mood of Mood.options) {
    const graded = grade(scene, mood, PALETTES.dusk, 5);
    expect(graded.data).toEqual(grade(scene, mood, PALETTES.dusk, 5).data);
    expect(graded.data).not.toEqual(grade(scene, mood, PALETTES.dusk, 6).data);
    expect(Math.abs(mean(graded) - mean(scene)), mood).toBeLessThan(16);
  }
  expect(mean(grade(scene, "bright", PALETTES.dusk, 5))).toBeGreaterThan(mean(grade(scene, "dark", PALETTES.dusk, 5)));
  expect(scene.data).toEqual(before);
  // The ends of the range stay in it: no wrapping round from white to black.
  const white = grade(
    picture(64, 64, () => 255),
    "bright",
    PALETTES.frost,
    1,
  );
  expect(Math.min(...white.data)).toBeGreaterThan(200);
});
