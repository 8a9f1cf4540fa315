import { expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import { randomFrom } from "../../core/random.ts";
import { transform } from "./fourier.ts";
import { readSaliency, salientIn } from "./saliency.ts";

const picture = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): Pixels => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) =>
    value(Math.floor(i / 3) % widthPx, Math.floor(i / 3 / widthPx)),
  ),
  widthPx,
  heightPx,
});

it("transforms as the defining sum does, and back", () => {
  const random = randomFrom(3);
  const re = Float64Array.from({ length: 64 }, () => random());
  const im = Float64Array.from({ length: 64 }, () => random());
  const [a, b] = [re.slice(), im.slice()];
  transform(a, b, 8, 1);
  for (const [u, v] of [
    [0, 0],
    [1, 0],
    [3, 5],
  ] as const) {
    let real = 0;
    let imaginary = 0;
    for (let i = 0; i < 64; i++) {
      const angle = (-2 * Math.PI * (u * (i % 8) + v * Math.floor(i / 8))) / 8;
      real += (re[i] ?? 0) * Math.cos(angle) - (im[i] ?? 0) * Math.sin(angle);
      imaginary += (re[i] ?? 0) * Math.sin(angle) + (im[i] ?? 0) * Math.cos(angle);
    }
    expect(a[8 * v + u]).toBeCloseTo(real, 9);
    expect(b[8 * v + u]).toBeCloseTo(imaginary, 9);
  }
  transform(a, b, 8, -1);
  for (let i = 0; i < 64; i++)
    expect([a[i], b[i]]).toEqual([expect.closeTo(re[i] ?? 0, 12), expect.closeTo(im[i] ?? 0, 12)]);
  expect(() => transform(new Float64Array(9), new Float64Array(9), 3, 1)).toThrow(RangeError);
});

it("sees what stands out, in any shape of frame, and nothing in an even one", () => {
  for (const [widthPx, heightPx] of [
    [320, 180],
    [120, 240],
    [40, 30],
  ] as const) {
    const disc = (x: number, y: number) => Math.hypot(x / widthPx - 0.75, y / heightPx - 0.3) < 0.08;
    const seen = readSaliency(picture(widthPx, heightPx, (x, y) => (disc(x, y) ? 230 : 60 + ((x * 3 + y * 5) % 4))));
    const there = salientIn(seen, { x: 0.65, y: 0.2, width: 0.2, height: 0.2 });
    const elsewhere = salientIn(seen, { x: 0.1, y: 0.6, width: 0.2, height: 0.2 });
    expect(there, `${widthPx}`).toBeGreaterThan(3 * elsewhere);
    expect(salientIn(seen, { x: 0, y: 0, width: 1, height: 1 })).toBeCloseTo(1, 5);
  }
  const even = readSaliency(picture(64, 64, () => 90));
  expect(salientIn(even, { x: 0.2, y: 0.2, width: 0.1, height: 0.1 })).toBe(1);
  expect(readSaliency(picture(1, 1, () => 5)).share.every(Number.isFinite)).toBe(true);
});
