import { describe, expect, it } from "vitest";
import type { Pixels } from "../../../../core/picture.ts";
import { randomFrom } from "../../../../core/random.ts";
import { heldOut, TRAINING_BASE } from "./conditions.ts";
import { focalCentre, isOnSide } from "./focus.ts";
import { descriptor, distance, nearestDistances } from "./likeness.ts";
import { dominantColours, labSamples, paletteFit } from "./palette.ts";
import { textureOf } from "./texture.ts";

type Rgb = readonly [number, number, number];

function pictureOf(widthPx: number, heightPx: number, colourAt: (x: number, y: number) => Rgb): Pixels {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) data.set(colourAt(x, y), 3 * (y * widthPx + x));
  return { data, widthPx, heightPx };
}

const grey: Rgb = [90, 92, 96];
const discAt = (centre: number, colour: Rgb = [230, 60, 40]): Pixels =>
  pictureOf(160, 90, (x, y) => (Math.hypot(x - centre * 160, y - 45) < 14 ? colour : grey));

describe("palette", () => {
  const stripes = pictureOf(
    120,
    60,
    (x) =>
      (
        [
          [20, 30, 40],
          [200, 180, 90],
          [240, 240, 235],
          [200, 40, 60],
        ] as const
      )[Math.floor(x / 30)] as Rgb,
  );

  it("finds the colours that are there, each with its share", () => {
    const dominant = dominantColours(labSamples(stripes)).filter(({ share }) => share > 0);
    expect(dominant.length).toBeGreaterThanOrEqual(4);
    expect(dominant.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    const fit = paletteFit(stripes, ["#141e28", "#c8b45a", "#f0f0eb", "#c8283c"]);
    expect(fit.mean).toBeLessThan(0.5);
    for (const share of fit.shares) expect(share).toBeCloseTo(0.25, 1);
  });

  it("says so when a colour is missing or too small to see", () => {
    expect(paletteFit(stripes, ["#00ff00"]).mean).toBeGreaterThan(20);
    expect(paletteFit(stripes, ["#00ff00"]).shares[0]).toBe(0);
    const dot = pictureOf(300, 300, (x, y) => (x < 10 && y < 10 ? [255, 0, 255] : grey));
    expect(paletteFit(dot, ["#ff00ff"]).mean).toBeGreaterThan(20);
  });

  it("reads one pixel and two", () => {
    for (const size of [1, 2])
      expect(
        paletteFit(
          pictureOf(size, 1, () => grey),
          ["#5a5c60"],
        ).mean,
      ).toBeLessThan(0.5);
  });
});

describe("focal side", () => {
  it("follows what stands out, dark or light, and mirrors with the picture", () => {
    for (const colour of [
      [230, 60, 40],
      [10, 10, 12],
      [250, 250, 250],
    ] as const) {
      const left = focalCentre(discAt(0.28, colour));
      expect(isOnSide(left, "left")).toBe(true);
      expect(isOnSide(left, "right")).toBe(false);
      expect(isOnSide(focalCentre(discAt(0.5, colour)), "centre")).toBe(true);
      expect(left + focalCentre(discAt(0.72, colour))).toBeCloseTo(1, 1);
    }
  });

  it("puts a flat picture's weight in the middle, at any size", () => {
    for (const size of [1, 2, 40]) expect(focalCentre(pictureOf(size, size, () => grey))).toBe(0.5);
  });
});

describe("likeness", () => {
  it("is nothing for the same picture, little for a slight change and large for another", () => {
    const one = descriptor(discAt(0.3));
    expect(distance(one, descriptor(discAt(0.3)))).toBe(0);
    const slight = distance(one, descriptor(discAt(0.32)));
    const large = distance(one, descriptor(discAt(0.7)));
    expect(slight).toBeGreaterThan(0);
    expect(large).toBeGreaterThan(slight * 1.5);
    const copy = descriptor(discAt(0.3));
    expect(nearestDistances([one], [one, copy])).toEqual([0]);
    expect(nearestDistances([one], [one])).toEqual([Number.POSITIVE_INFINITY]);
  });
});

describe("texture", () => {
  const random = randomFrom(3);
  const noise = Array.from({ length: 256 * 256 }, () => 90 + 60 * random());
  const rough = (extra: (x: number, y: number) => number) =>
    pictureOf(256, 256, (x, y) => {
      const value = Math.round((noise[y * 256 + x] as number) + extra(x, y));
      return [value, value, value];
    });

  it("finds a woven grid at its own period and none in plain noise", () => {
    for (const value of textureOf(rough(() => 0)).grid) expect(value).toBeLessThan(2);
    for (const [index, period] of [2, 4, 8].entries()) {
      const woven = textureOf(rough((x) => (x % period < period / 2 ? 8 : -8))).grid;
      expect(woven[index]).toBeGreaterThan(5);
    }
  });

  it("counts lone pixels, and not edges", () => {
    expect(textureOf(pictureOf(100, 100, (x) => (x < 50 ? grey : [250, 250, 250]))).specks).toBe(0);
    expect(textureOf(pictureOf(100, 100, (x, y) => (x === 40 && y === 40 ? [250, 20, 250] : grey))).specks).toBeCloseTo(
      100,
      6,
    );
  });

  it("measures the mean step", () => {
    expect(textureOf(pictureOf(50, 50, (x) => [4 * x, 4 * x, 4 * x])).gradient).toBeCloseTo(2, 4);
    expect(() => textureOf(pictureOf(2, 9, () => grey))).toThrow(RangeError);
  });
});

describe("held-out conditions", () => {
  it("hold every concept, mood, composition, side, frame and palette size, and no training seed", () => {
    const all = Array.from({ length: 408 }, (_, index) => heldOut(index));
    expect(new Set(all.map(({ concepts }) => concepts[0])).size).toBe(24);
    expect(new Set(all.map(({ mood, composition, focal }) => `${mood} ${composition} ${focal}`)).size).toBe(36);
    expect(new Set(all.map(({ palette }) => palette.length))).toEqual(new Set([3, 4]));
    expect(all.filter(({ heightPx, widthPx }) => heightPx > widthPx).length).toBeGreaterThan(80);
    for (const { seed } of all) expect(seed).toBeLessThan(TRAINING_BASE);
    expect(heldOut(7)).toEqual(heldOut(7));
  });
});
