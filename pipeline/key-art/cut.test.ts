import { describe, expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import { randomFrom } from "../../core/random.ts";
import { fitColours, unlikeliness } from "./colours.ts";
import { besides, boxOf, layOver, withRegions } from "./compose.ts";
import { fillUnder } from "./fill.ts";
import { matteOf } from "./matte.ts";
import { segment } from "./segment.ts";

const draw = (widthPx: number, heightPx: number, colour: (x: number, y: number) => readonly number[]): Pixels => {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let pixel = 0; pixel < widthPx * heightPx; pixel++)
    data.set(colour(pixel % widthPx, Math.floor(pixel / widthPx)), 3 * pixel);
  return { data, widthPx, heightPx };
};

/** A person of a head and shoulders before a gradient, both with texture; and which pixels are the person. */
function portrait(width: number, height: number, middle: number, seed: number) {
  const random = randomFrom(seed);
  const isPerson = (x: number, y: number) => {
    const [u, v] = [(x - middle * width) / height, y / height];
    return (
      Math.hypot(u / 0.12, (v - 0.35) / 0.15) < 1 ||
      (v > 0.48 && Math.abs(u) < 0.1 + 0.25 * Math.min(1, (v - 0.48) * 3))
    );
  };
  const picture = draw(width, height, (x, y) => {
    const noise = 24 * random();
    return isPerson(x, y)
      ? [150 + noise, 70 + noise, 50 + noise]
      : [40 + (90 * y) / height + noise, 90 + noise, 130 + noise];
  });
  const truth = Uint8Array.from({ length: width * height }, (_, at) =>
    isPerson(at % width, Math.floor(at / width)) ? 1 : 0,
  );
  return { picture, truth };
}

const overlap = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  let [both, either] = [0, 0];
  for (let at = 0; at < one.length; at++) {
    if (one[at] && other[at]) both++;
    if (one[at] || other[at]) either++;
  }
  return both / either;
};

describe("colours", () => {
  it("finds what it learnt likely and what it never saw unlikely", () => {
    const picture = draw(40, 40, (x) => (x < 20 ? [200, 40, 40] : [40, 40, 200]));
    const model = fitColours(
      picture.data,
      Array.from({ length: 1600 }, (_, i) => i),
    );
    expect(unlikeliness(model, 200, 40, 40)).toBeLessThan(10);
    expect(unlikeliness(model, 40, 40, 200)).toBeLessThan(10);
    expect(unlikeliness(model, 40, 200, 40)).toBeGreaterThan(100);
    expect(unlikeliness(fitColours(picture.data, []), 1, 2, 3)).toBe(0);
    expect(Number.isFinite(unlikeliness(fitColours(picture.data, [0]), 0, 0, 0))).toBe(true);
  });
});

describe("a subject", () => {
  it.each([0.3, 0.5, 0.7])("is told from its surroundings by a point on its face (at %s)", (middle) => {
    const { picture, truth } = portrait(96, 54, middle, 3);
    const side = segment(picture, { focal: { x: middle, y: 0.35 }, keep: [] });
    expect(overlap(side, truth)).toBeGreaterThan(0.93);
    // A point beside it gets something else.
    const other = segment(picture, { focal: { x: middle > 0.5 ? 0.1 : 0.9, y: 0.3 }, keep: [] });
    expect(overlap(other, truth)).toBeLessThan(0.5);
  });

  it("is the same every time, and in pictures of one, two and equal pixels", () => {
    const { picture } = portrait(48, 32, 0.5, 1);
    const hints = { focal: { x: 0.5, y: 0.35 }, keep: [{ x: 0.4, y: 0.2, width: 0.2, height: 0.3 }] };
    expect(segment(picture, hints)).toEqual(segment(picture, hints));
    for (const [width, height] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [20, 20],
    ] as const) {
      const side = segment(
        draw(width, height, () => [9, 9, 9]),
        hints,
      );
      expect(side).toHaveLength(width * height);
    }
  });

  it("gets an edge that follows the large picture, whole within and nothing without", () => {
    const { picture, truth } = portrait(320, 180, 0.5, 7);
    const small = portrait(80, 45, 0.5, 7);
    const matte = matteOf(picture, small.picture, small.truth);
    expect(
      overlap(
        matte.map((value) => (value >= 128 ? 1 : 0)),
        truth,
      ),
    ).toBeGreaterThan(0.93);
    const at = (x: number, y: number) => matte[y * 320 + x];
    expect([at(160, 60), at(160, 150)]).toEqual([255, 255]);
    expect([at(10, 10), at(300, 20)]).toEqual([0, 0]);
  });
});

describe("what is kept", () => {
  it("is exactly itself where it is whole, and exactly the other where it is nothing", () => {
    const kept = { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 10, 20, 30), mask: Uint8Array.of(255, 0, 51) };
    const under = Uint8Array.of(90, 90, 90, 91, 92, 93, 110, 120, 130);
    expect([...layOver(kept, under)]).toEqual([1, 2, 3, 91, 92, 93, 90, 100, 110]);
    expect([...under.subarray(0, 3)]).toEqual([90, 90, 90]);
    expect(() => layOver(kept, new Uint8Array(6))).toThrow("cannot lie over 6 bytes");
  });

  it("leaves a box alone, and everything near it in part", () => {
    const kept = { data: new Uint8Array(20 * 10 * 3).fill(200), mask: new Uint8Array(20 * 10).fill(255) };
    const shaded = layOver(besides(kept, 20, { x: 2, y: 2, width: 6, height: 3 }, 4), new Uint8Array(600).fill(100));
    const at = (x: number, y: number) => shaded[3 * (y * 20 + x)];
    expect([at(2, 2), at(7, 4), at(9, 3), at(15, 3), at(3, 9)]).toEqual([100, 100, 150, 200, 200]);
  });

  it("holds regions whole, and fades outside them alone", () => {
    const mask = withRegions(new Uint8Array(100 * 100), 100, 100, [{ x: 0.4, y: 0.4, width: 0.2, height: 0.1 }]);
    for (let y = 40; y < 50; y++) for (let x = 40; x < 60; x++) expect(mask[100 * y + x]).toBe(255);
    expect(mask[100 * 45 + 38]).toBeGreaterThan(0);
    expect(mask[100 * 45 + 38]).toBeLessThan(255);
    expect(mask[100 * 45 + 30]).toBe(0);
    expect(boxOf(mask, 100, 100)?.x).toBeCloseTo(0.39, 1);
    expect(boxOf(new Uint8Array(4), 2, 2)).toBeNull();
  });
});

describe("the ground under a subject", () => {
  it("stays as it is outside, and has nothing of the subject's colours inside", () => {
    const picture = draw(64, 48, (x, y) => (Math.hypot(x - 32, y - 24) < 12 ? [255, 0, 0] : [10, 60 + y, 200 - x]));
    const mask = Uint8Array.from({ length: 64 * 48 }, (_, at) =>
      Math.hypot((at % 64) - 32, Math.floor(at / 64) - 24) < 14 ? 255 : 0,
    );
    const { data } = fillUnder(picture, mask);
    for (let at = 0; at < mask.length; at++) {
      const [was, is] = [picture.data.subarray(3 * at, 3 * at + 3), data.subarray(3 * at, 3 * at + 3)];
      if (mask[at] === 0) expect(is).toEqual(was);
      else expect([is[0], (is[1] ?? 0) >= 60 && (is[1] ?? 0) <= 108]).toEqual([10, true]);
    }
  });

  it("takes pictures that are all subject, none, and of one pixel", () => {
    const one = draw(1, 1, () => [1, 2, 3]);
    expect([...fillUnder(one, Uint8Array.of(255)).data]).toEqual([1, 2, 3]);
    expect([...fillUnder(one, Uint8Array.of(0)).data]).toEqual([1, 2, 3]);
    const two = draw(2, 1, (x) => [10 * x, 0, 0]);
    expect([...fillUnder(two, Uint8Array.of(255, 0)).data]).toEqual([10, 0, 0, 10, 0, 0]);
  });
});
