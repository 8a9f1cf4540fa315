import { describe, expect, it } from "vitest";
import { descriptorDistance, distanceOf, hashDistance } from "../../../core/fingerprint.ts";
import type { Pixels } from "../../../core/picture.ts";
import { randomFrom } from "../../../core/random.ts";
import { DESCRIPTOR_LENGTH, descriptorOf } from "./descriptor.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { hashOf } from "./phash.ts";
import { gridOf, laplacianOf, type Plane, seenLumaOf, seenOf, slopesOf } from "./seen.ts";
import { correlationOf, deviationOf, entropyOf, histogramOf, meanOf, quantileOf } from "./spread.ts";

const plane = (width: number, height: number, value: (x: number, y: number) => number): Plane => ({
  data: Float32Array.from({ length: width * height }, (_, at) => value(at % width, Math.floor(at / width))),
  width,
  height,
});
const picture = (
  widthPx: number,
  heightPx: number,
  value: (x: number, y: number, channel: number) => number,
): Pixels => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % widthPx, Math.floor(pixel / widthPx), at % 3);
  }),
  widthPx,
  heightPx,
});

describe("numbers of a run", () => {
  it("are the textbook's", () => {
    expect(meanOf([1, 2, 3, 6])).toBe(3);
    expect(deviationOf([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(correlationOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlationOf([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(correlationOf([1, 2, 3], [5, 5, 5])).toBe(0);
    // Anscombe's first set: 0.816.
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(correlationOf(x, y)).toBeCloseTo(0.81642, 5);
  });

  it("hold for none and for one", () => {
    expect([meanOf([]), deviationOf([]), correlationOf([], [])]).toEqual([0, 0, 0]);
    expect([meanOf([7]), deviationOf([7]), correlationOf([7], [7])]).toEqual([7, 0, 0]);
  });

  it("count, and take bits from counts", () => {
    const all = histogramOf(Float32Array.from({ length: 256 }, (_, i) => i));
    expect(entropyOf(all)).toBeCloseTo(8, 12);
    expect(entropyOf(histogramOf([9, 9, 200, 200]))).toBe(1);
    expect(entropyOf(histogramOf([9]))).toBe(0);
    expect([quantileOf(all, 0.01), quantileOf(all, 0.5), quantileOf(all, 1)]).toEqual([2, 127, 255]);
    expect(histogramOf([-3, 300])[0]).toBe(1);
    expect(histogramOf([-3, 300])[255]).toBe(1);
  });
});

describe("a picture as gates see it", () => {
  it("has the luma and the chroma of its colour, however large", () => {
    for (const side of [1, 2, 540, 1_080]) {
      const { luma, blue, red } = seenOf(picture(side, side, (_x, _y, channel) => [255, 0, 0][channel] as number));
      expect(luma.data[0]).toBeCloseTo(76.245, 3);
      expect(blue.data[0]).toBeCloseTo(-43.0, 1);
      expect(red.data[0]).toBeCloseTo(127.5, 1);
    }
  });

  it("is brought down to about 360 pixels and never up", () => {
    const size = (widthPx: number, heightPx: number) => {
      const { width, height } = seenOf({ data: new Uint8Array(widthPx * heightPx * 3), widthPx, heightPx }).luma;
      return [width, height];
    };
    expect(size(1_280, 720)).toEqual([640, 360]);
    expect(size(800, 1_200)).toEqual([400, 600]);
    expect(size(240, 136)).toEqual([240, 136]);
  });

  it("has the same luma with its colours and without", () => {
    const coloured = picture(801, 730, (x, y, channel) => (7 * x + 13 * y + 50 * channel) % 256);
    const { luma } = seenOf(coloured);
    const alone = seenLumaOf(coloured);
    expect([alone.width, alone.height]).toEqual([luma.width, luma.height]);
    expect(alone.data.every((one, at) => Math.abs(one - (luma.data[at] as number)) < 1e-3)).toBe(true);
    expect(seenLumaOf(picture(1, 1, () => 9)).data[0]).toBeCloseTo(9, 5);
  });

  it("averages its cells and measures its slopes", () => {
    expect([
      ...gridOf(
        plane(4, 2, (x) => x),
        2,
        1,
      ).data,
    ]).toEqual([0.5, 2.5]);
    expect([
      ...gridOf(
        plane(1, 1, () => 5),
        2,
        2,
      ).data,
    ]).toEqual([5, 5, 5, 5]);
    const ramp = plane(5, 5, (x, y) => 3 * x + 4 * y);
    expect(slopesOf(ramp).data[12]).toBeCloseTo(5, 6);
    expect(laplacianOf(ramp)).toBe(0);
    // A single bright pixel: 4 in its place and -1 in four places, squared, over 9 inner pixels.
    expect(laplacianOf(plane(5, 5, (x, y) => (x === 2 && y === 2 ? 1 : 0)))).toBeCloseTo(20 / 9, 6);
  });
});

const random = randomFrom(4);
const blobs = Array.from({ length: 12 }, () => [random(), random(), 0.05 + 0.2 * random(), 200 * random()] as const);
/** Soft spots of light: a picture with a layout. */
const spots =
  (seen: readonly (readonly [number, number, number, number])[]) =>
  (x: number, y: number): number =>
    Math.min(
      255,
      seen.reduce((sum, [u, v, size, light]) => {
        const far = ((x / 200 - u) ** 2 + (y / 120 - v) ** 2) / size ** 2;
        return sum + light * Math.exp(-far);
      }, 10),
    );
const original = picture(200, 120, spots(blobs));

describe("a fingerprint", () => {
  it("puts the bit of a frequency where the picture has it", () => {
    // One wave across and none down is no frequency that is kept; one across and one down is the first.
    const wave = plane(
      32,
      32,
      (x, y) => 128 + 90 * Math.cos((Math.PI * (2 * x + 1)) / 64) * Math.cos((Math.PI * (2 * y + 1)) / 64),
    );
    expect(BigInt(`0x${hashOf(wave)}`) >> 63n).toBe(1n);
    const against = plane(32, 32, (x, y) => 256 - (wave.data[y * 32 + x] as number));
    expect(BigInt(`0x${hashOf(against)}`) >> 63n).toBe(0n);
  });

  it("is the same for the same picture, near for a change that keeps it, far for another", () => {
    const own = fingerprintOf(seenOf(original));
    expect(fingerprintOf(seenOf(original))).toEqual(own);
    expect(Buffer.from(own.descriptor, "base64")).toHaveLength(DESCRIPTOR_LENGTH);
    const brighter = fingerprintOf(seenOf(picture(200, 120, (x, y) => Math.min(255, 1.1 * spots(blobs)(x, y) + 6))));
    const larger = fingerprintOf(seenOf(picture(400, 240, (x, y) => spots(blobs)(x / 2, y / 2))));
    const moved = fingerprintOf(seenOf(picture(200, 120, spots(blobs.map(([u, v, s, l]) => [1 - u, v, s, l])))));
    expect(hashDistance(own, brighter)).toBeLessThanOrEqual(6);
    expect(hashDistance(own, larger)).toBeLessThanOrEqual(6);
    expect(hashDistance(own, moved)).toBeGreaterThanOrEqual(16);
    expect(descriptorDistance(own, brighter)).toBeLessThan(0.08);
    expect(descriptorDistance(own, larger)).toBeLessThan(0.08);
    expect(descriptorDistance(own, moved)).toBeGreaterThan(0.12);
  });

  it("keeps distances: none to itself, the same both ways, no way round shorter", () => {
    const prints = [0, 1, 2, 3].map((turn) =>
      fingerprintOf(seenOf(picture(200, 120, spots(blobs.map(([u, v, s, l]) => [(u + turn / 4) % 1, v, s, l]))))),
    );
    for (const a of prints) {
      expect([hashDistance(a, a), descriptorDistance(a, a)]).toEqual([0, 0]);
      for (const b of prints) {
        for (const distance of [hashDistance, descriptorDistance]) {
          expect(distance(a, b)).toBe(distance(b, a));
          for (const c of prints) expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-9);
        }
      }
    }
  });

  it("knows its bounds: every bit, and refuses a descriptor of another length", () => {
    const descriptor = "";
    const none = { hash: "0".repeat(16), descriptor };
    expect(hashDistance(none, { hash: "f".repeat(16), descriptor })).toBe(64);
    expect(() => descriptorDistance(none, { hash: none.hash, descriptor: "AA==" })).toThrow(RangeError);
    const bytes = descriptorOf(seenOf(picture(1, 1, () => 0)));
    expect(bytes).toHaveLength(DESCRIPTOR_LENGTH);
  });

  it("compares the shapes that both have, and takes the nearest", () => {
    const at = (hash: string) => ({ hash: hash.padStart(16, "0"), descriptor: "" });
    const one = { wide: at("f"), tall: at("1") };
    expect(distanceOf(one, { wide: at("f0"), tall: at("3") }, hashDistance)).toBe(1);
    expect(distanceOf(one, { wide: at("f0") }, hashDistance)).toBe(8);
    expect(distanceOf(one, {}, hashDistance)).toBeNull();
  });
});
