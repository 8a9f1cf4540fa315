import { expect, it } from "vitest";
import { Look, type Look as LookName } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { applyLook, LOOKS } from "./looks.ts";

/** A slope of tones with some colour in it. */
function slope(widthPx: number, heightPx: number): Pixels {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < data.length; at++) {
    const x = Math.floor(at / 3) % widthPx;
    data[at] = 40 + (170 * x) / Math.max(1, widthPx - 1) + 12 * (at % 3);
  }
  return { data, widthPx, heightPx };
}
const picture = slope(240, 135);
const look = (name: LookName, seed = 1, of = picture) => applyLook(of, name, PALETTES.ember, seed);
const at = ({ data, widthPx }: Pixels, x: number, y: number) => [
  ...data.subarray(3 * (y * widthPx + x), 3 * (y * widthPx + x) + 3),
];
const luma = (pixels: Pixels, x: number, y: number) => at(pixels, x, y).reduce((sum, value) => sum + value, 0) / 3;

it("has a value for every look, each with its arguments and a sentence", () => {
  expect(LOOKS.map(({ name }) => name)).toEqual(Look.options);
  for (const { says, args } of LOOKS) {
    expect(says.length).toBeGreaterThan(20);
    for (const value of Object.values(args)) expect(Number.isFinite(value)).toBe(true);
  }
});

it("keeps the size, leaves the given picture alone and gives the same pixels again, in every look and size", async () => {
  for (const [width, height] of [
    [1, 1],
    [2, 1],
    [1, 2],
    [90, 160],
  ] as const) {
    const small = slope(width, height);
    const before = small.data.slice();
    for (const name of Look.options) {
      const treated = await look(name, 3, small);
      expect([treated.widthPx, treated.heightPx, treated.data.length]).toEqual([width, height, width * height * 3]);
      expect(treated.data).toEqual((await look(name, 3, small)).data);
      expect(small.data).toEqual(before);
    }
  }
});

it("does what each says", async () => {
  expect((await look("clean")).data).toEqual(picture.data);
  expect((await look("grain", 1)).data).not.toEqual((await look("grain", 2)).data);

  const vignetted = await look("vignette");
  expect(at(vignetted, 120, 67)).toEqual(at(picture, 120, 67));
  expect(luma(vignetted, 239, 0)).toBeLessThan(luma(picture, 239, 0) - 60);

  // Two inks: every pixel lies near the line between them.
  const two = await look("duotone");
  const [dark, bright] = [at(two, 0, 67), at(two, 239, 67)] as [number[], number[]];
  const middle = at(two, 120, 67);
  const share = ((middle[0] ?? 0) - (dark[0] ?? 0)) / ((bright[0] ?? 0) - (dark[0] ?? 0));
  for (const channel of [1, 2]) {
    const expected = (dark[channel] ?? 0) + share * ((bright[channel] ?? 0) - (dark[channel] ?? 0));
    expect(Math.abs((middle[channel] ?? 0) - expected)).toBeLessThan(12);
  }

  // Darker parts hold more ink.
  const dots = await look("halftone");
  const inked = (from: number, to: number) => {
    let count = 0;
    for (let y = 0; y < 135; y++) for (let x = from; x < to; x++) if (luma(dots, x, y) < luma(picture, x, y)) count++;
    return count / ((to - from) * 135);
  };
  expect(inked(0, 60)).toBeGreaterThan(inked(180, 240) + 0.3);

  // Light is only added.
  const leaked = await look("leak");
  let brighter = 0;
  for (let i = 0; i < leaked.data.length; i++) {
    expect((leaked.data[i] ?? 0) - (picture.data[i] ?? 0)).toBeGreaterThanOrEqual(-1);
    if ((leaked.data[i] ?? 0) > (picture.data[i] ?? 0) + 20) brighter++;
  }
  expect(brighter).toBeGreaterThan(1_000);

  // The line is there, and what lies inside it is untouched.
  const framed = await look("frame");
  expect(at(framed, 120, 67)).toEqual(at(picture, 120, 67));
  const column = Array.from({ length: 8 }, (_, x) => luma(framed, x, 67));
  expect(Math.max(...column)).toBeGreaterThan(luma(picture, 3, 67) + 50);
});

it("refuses an argument that is unknown or out of range", async () => {
  const grain = LOOKS.find(({ name }) => name === "grain");
  const light = { palette: PALETTES.ember, seed: 1, widthPx: 240, heightPx: 135 };
  await expect(grain?.apply(picture, light, { strength: 900 })).rejects.toThrow();
  await expect(grain?.apply(picture, light, { colour: 1 })).rejects.toThrow();
  expect((await grain?.apply(picture, light, { strength: 0 }))?.data).toBeDefined();
});
