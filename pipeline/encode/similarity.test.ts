import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { type Luma, lumaOf } from "../light/luma.ts";
import { similarity } from "./similarity.ts";

const luma = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): Luma => ({
  values: Float32Array.from({ length: widthPx * heightPx }, (_, i) => value(i % widthPx, Math.floor(i / widthPx))),
  widthPx,
  heightPx,
});
const waves = (x: number, y: number) => 128 + 50 * Math.sin(x / 7) + 40 * Math.cos(y / 5) + 15 * Math.sin(x * y);
const noisy = (amount: number, seed = 3) => {
  const random = randomFrom(seed);
  return luma(160, 144, (x, y) => waves(x, y) + amount * (random() - 0.5));
};
const clean = luma(160, 144, waves);

describe("similarity", () => {
  it("is 1 for the same picture, at every size, and for nothing else", () => {
    for (const side of [1, 2, 3, 7, 8, 9, 15, 16, 17, 127, 128, 160]) {
      const picture = luma(side, side, waves);
      expect(similarity(picture, picture), String(side)).toBeCloseTo(1, 12);
    }
    expect(similarity(clean, noisy(1))).toBeLessThan(1);
  });

  it("is symmetric", () => {
    for (const amount of [3, 30, 200]) expect(similarity(clean, noisy(amount))).toBe(similarity(noisy(amount), clean));
  });

  it("falls as noise grows, and as a picture blurs", () => {
    const scores = [0, 5, 10, 20, 40, 80, 160].map((amount) => similarity(clean, noisy(amount)));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length);
    const blurred = (radius: number) =>
      luma(160, 144, (x, y) => {
        let sum = 0;
        for (let dx = -radius; dx <= radius; dx++) sum += waves(x + dx, y);
        return sum / (2 * radius + 1);
      });
    const soft = [0, 1, 2, 4, 8].map((radius) => similarity(clean, blurred(radius)));
    expect(soft).toEqual(soft.toSorted((a, b) => b - a));
  });

  it("minds a change of structure more than the same amount of light", () => {
    const lighter = luma(160, 144, (x, y) => waves(x, y) + 10);
    const random = randomFrom(1);
    const rough = luma(160, 144, (x, y) => waves(x, y) + (random() < 0.5 ? 10 : -10));
    expect(similarity(clean, lighter)).toBeGreaterThan(0.995);
    expect(similarity(clean, rough)).toBeLessThan(0.992);
  });

  it("is the published formula: for flat pictures the luminance term alone, at the last scale's weight", () => {
    const c1 = (0.01 * 255) ** 2;
    const term = (2 * 50 * 150 + c1) / (50 ** 2 + 150 ** 2 + c1);
    const flat = (value: number, side: number) => luma(side, side, () => value);
    expect(similarity(flat(50, 256), flat(150, 256))).toBeCloseTo(term ** (0.1333 / 1.0001), 9);
    // The published weights add up to 1.0001. With one scale its weight is all of it: SSIM.
    expect(similarity(flat(50, 8), flat(150, 8))).toBeCloseTo(term, 9);
  });

  it("is the published formula: one window of two known signals", () => {
    const c2 = (0.03 * 255) ** 2;
    const one = luma(8, 8, (x) => (x % 2 ? 140 : 100));
    const other = luma(8, 8, (x) => (x % 2 ? 130 : 110));
    // Means are 120; deviations 20 and 10, fully correlated.
    expect(similarity(one, other)).toBeCloseTo((2 * 200 + c2) / (400 + 100 + c2), 9);
    const turned = luma(8, 8, (x) => (x % 2 ? 100 : 140));
    expect(similarity(one, turned)).toBe(0);
  });

  it("refuses pictures of different sizes", () => {
    expect(() => similarity(luma(8, 9, waves), luma(9, 8, waves))).toThrow("cannot compare 8 x 9 with 9 x 8 pixels");
  });

  it("reads luma as Rec. 601 does", () => {
    const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    const { values } = lumaOf({ data, widthPx: 2, heightPx: 2 });
    expect([...values].map((value) => Math.round(value))).toEqual([76, 150, 29, 255]);
  });
});
