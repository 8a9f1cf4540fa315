import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import { examplePicture } from "../paint/example.ts";
import { Manifest } from "../papers.ts";
import { openPicture } from "./open.ts";
import { PicturePapers } from "./papers.ts";
import { resize } from "./resize.ts";
import { piecesOf } from "./tiles.ts";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const quiet = new AbortController().signal;

/** What the named fixture makes of a picture. */
async function made(name: string, picture: Pixels) {
  const model = await openPicture({ folder: fixture(name), threads: 1 });
  try {
    return await model.apply({ picture }, quiet);
  } finally {
    await model.close();
  }
}

const eachValue = ({ data, ...size }: Pixels, change: (value: number, channel: number) => number): Pixels => ({
  ...size,
  data: Uint8Array.from(data, (value, i) => Math.min(255, Math.max(0, Math.round(change(value, i % 3))))),
});

const largestGap = (a: Uint8Array, b: Uint8Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
};

const picture = examplePicture(37, 23);

describe("a picture network described by its manifest", () => {
  it.each([
    ["identity", (value: number) => value],
    ["bluer", (value: number, channel: number) => (channel === 2 ? value + 40 : value)], // BGR; "0", "fusion/BiasAdd"
    ["turned", (value: number) => value], // NHWC in, NCHW out, -1..1
    ["wide", (value: number) => (value * 560) / 255 - 180], // clamped, not stretched
    ["normal", (value: number) => value], // mean and deviation
    ["bytes", (value: number) => 255 - value], // uint8
  ])("%s", async (name, change) => {
    expect(await made(name, picture)).toEqual({ picture: eachValue(picture, change) });
  });

  it("half floats, within what they can hold", async () => {
    const { picture: half } = await made("half", picture);
    expect(largestGap(half.data, eachValue(picture, (value) => value / 2).data)).toBeLessThanOrEqual(1);
  });

  it("twice the size, in tiles of 48 pixels", async () => {
    for (const [width, height] of [
      [1, 1],
      [2, 1],
      [48, 48],
      [97, 61],
    ] as const) {
      const small = examplePicture(width, height);
      const { picture: large } = await made("double", small);
      expect(large).toMatchObject({ widthPx: width * 2, heightPx: height * 2 });
      const expected = new Uint8Array(width * height * 12);
      for (let y = 0; y < height * 2; y++) {
        for (let x = 0; x < width * 2; x++) {
          const from = ((y >> 1) * width + (x >> 1)) * 3;
          expected.set(small.data.subarray(from, from + 3), (y * width * 2 + x) * 3);
        }
      }
      expect(largestGap(large.data, expected)).toBe(0);
    }
  });

  it("an alpha mask beside the picture, also where the network has a size of its own", async () => {
    const light = (x: number) =>
      Math.round(
        ((picture.data[x * 3] as number) + (picture.data[x * 3 + 1] as number) + (picture.data[x * 3 + 2] as number)) /
          3,
      );
    const exact = await made("light", picture);
    expect(exact.picture).toEqual(picture);
    expect(exact.alpha).toEqual(Uint8Array.from({ length: 37 * 23 }, (_, x) => light(x)));

    const smooth = eachValue(examplePicture(90, 50), () => 0);
    for (let i = 0; i < smooth.data.length; i++) smooth.data[i] = Math.round((Math.floor(i / 3) % 90) * 2.5);
    const { alpha = new Uint8Array() } = await made("light-32", smooth);
    expect(alpha).toHaveLength(90 * 50);
    const inner = Array.from({ length: 80 }, (_, x) => Math.abs((alpha[25 * 90 + x + 5] as number) - (x + 5) * 2.5));
    expect(Math.max(...inner)).toBeLessThan(4);
  });

  it("goes over the whole picture in tiles as it would at once, edges too", async () => {
    for (const [width, height] of [
      [150, 97],
      [65, 64],
      [64, 200],
    ] as const) {
      const large = examplePicture(width, height);
      const tiled = await made("blur-64", large);
      const whole = await made("blur", large);
      expect(largestGap(tiled.picture.data, whole.picture.data)).toBeLessThanOrEqual(1);
    }
  });

  it.each(["identity", "blur-64", "double", "pooled", "light-32"])("%s takes 1 and 2 pixels", async (name) => {
    for (const [width, height] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ] as const) {
      const small = examplePicture(width, height);
      const { picture: result, alpha } = await made(name, small);
      const scale = name === "double" ? 2 : 1;
      expect(result.data).toHaveLength(width * height * 3 * scale ** 2);
      if (name === "light-32") expect(alpha).toHaveLength(width * height);
    }
  });

  it("pads to a multiple where the network needs one, and crops", async () => {
    const { picture: result } = await made("pooled", examplePicture(8, 8));
    const again = await made("pooled", result);
    expect(again.picture).toEqual(result); // blocks of one colour stay
    expect((await made("pooled", examplePicture(9, 6))).picture).toMatchObject({ widthPx: 9, heightPx: 6 });
  });

  it("tells of every tile, and stops between two when it is cancelled", async () => {
    const model = await openPicture({ folder: fixture("blur-64"), threads: 1 });
    const steps: string[] = [];
    await model.apply({ picture: examplePicture(150, 60) }, quiet, (done, total) => steps.push(`${done}/${total}`));
    expect(steps).toEqual(["1/3", "2/3", "3/3"]);
    const stop = new AbortController();
    const reason = new Error("no longer wanted");
    const cancelled = model.apply({ picture: examplePicture(150, 60) }, stop.signal, (done) => {
      steps.push(`${done}`);
      stop.abort(reason);
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(steps.slice(3)).toEqual(["1"]);
    await model.close();
    await expect(model.apply({ picture }, quiet)).rejects.toThrow("tiny-blur-64: network.onnx was used after");
  });

  it("refuses what is no picture, and an answer that is not a number", async () => {
    for (const [widthPx, heightPx, length] of [
      [0, 4, 0],
      [2, 2, 11],
      [1.5, 2, 9],
      [100_000, 1_000, 3],
    ] as const) {
      await expect(made("identity", { widthPx, heightPx, data: new Uint8Array(length) })).rejects.toThrow(
        "model tiny-identity: cannot take",
      );
    }
    await expect(made("broken", { widthPx: 1, heightPx: 2, data: new Uint8Array(6) })).rejects.toThrow(
      'model tiny-broken: its output "painted" is not a number',
    );
  });
});

describe("a manifest that does not hold", () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "marquee-picture-"));
  });
  afterAll(() => rm(copy, { recursive: true }));

  /** Opens a copy of a fixture whose manifest was changed, and paints with it. */
  async function changed(name: string, change: (manifest: Record<string, never>) => void) {
    const folder = await mkdtemp(join(copy, "one-"));
    await cp(fixture(name), folder, { recursive: true });
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    change(manifest);
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    const model = await openPicture({ folder, threads: 1 });
    await model.apply({ picture }, quiet).finally(() => model.close());
  }
  // biome-ignore lint/suspicious/noExplicitAny: a manifest on its way to being wrong
  type Any = any;

  it.each<[string, string, (manifest: Any) => void, RegExp]>([
    ["no picture", "identity", (m) => delete m.picture, /tiny-identity: the "picture" of its manifest does not hold/],
    ["a misspelt field", "identity", (m) => Object.assign(m.picture.input, { layuot: "NHWC" }), /layuot/],
    ["a range upside down", "wide", (m) => Object.assign(m.picture.output, { range: [1, 0] }), /low end/],
    [
      "an overlap wider than half a tile",
      "blur-64",
      (m) => Object.assign(m.picture.input.size, { overlap: 33 }),
      /half/,
    ],
    ["alpha twice the size", "light", (m) => Object.assign(m.picture.output, { scale: 2 }), /own size/],
    ["another layout", "blur-64", (m) => Object.assign(m.picture.input, { layout: "NHWC" }), /not one picture in NHWC/],
    ["any size for a fixed one", "blur-64", (m) => delete m.picture.input.size, /a fixed size/],
    ["tiles of another size", "blur-64", (m) => Object.assign(m.picture.input.size, { tile: [32, 64] }), /32x64/],
    ["another scale", "double", (m) => delete m.picture.output.scale, /answered \[1, 3, 96, 96\].*\[1, 3, 48, 48\]/],
    ["another output layout", "turned", (m) => Object.assign(m.picture.output, { layout: "NHWC" }), /answered/],
    ["an output that is not there", "light", (m) => Object.assign(m.picture.output, { name: "x" }), /no output "x"/],
    ["an input that is not there", "light", (m) => Object.assign(m.picture.input, { name: "x" }), /no input "x"/],
    ["plugs of another shape", "light", (m) => Object.assign(m.inputs[0], { shape: [1, 4, 8, 8] }), /its papers say/],
    [
      "another hash",
      "light",
      (m) => Object.assign(m.files[0], { sha256: createHash("sha256").digest("hex") }),
      /sha256/,
    ],
  ])("is refused: %s", async (_, name, change, reason) => {
    await expect(changed(name, change)).rejects.toThrow(reason);
    await expect(changed(name, change)).rejects.toThrow(`model tiny-${name}: `);
  });
});

it("the manifests of the recipe hold, but for their files", async () => {
  const recipe = await readFile(join(import.meta.dirname, "../../docs/recipes/add-a-picture-network.md"), "utf8");
  const manifests = [...recipe.matchAll(/```json\n(.*?)```/gs)].map(([, text = ""]) =>
    JSON.parse(text.replace("…", "0".repeat(64))),
  );
  expect(manifests.map((manifest) => Manifest.parse(manifest).id)).toEqual(["style-mosaic", "upscale-x4", "cut-out"]);
  for (const { picture: about } of manifests) PicturePapers.parse(about);
});

describe("pieces of a side", () => {
  it.each([
    [1, 64, 16, 1],
    [64, 64, 16, 1],
    [65, 64, 16, 1],
    [113, 64, 32, 1],
    [150, 64, 16, 2],
    [1000, 48, 24, 4],
    [100, 7, 0, 1],
  ])("of %i in tiles of %i over %i at scale %i cover it, adding up to one", (length, tile, overlap, scale) => {
    const pieces = piecesOf(length, tile, overlap, scale);
    const sums = new Float64Array(length * scale);
    for (const { start, weights } of pieces) {
      expect(start >= 0 && start + tile <= Math.max(length, tile)).toBe(true);
      for (const [x, weight] of weights.entries()) {
        const at = start * scale + x;
        expect(weight >= 0 && weight <= 1).toBe(true);
        if (at < sums.length) sums[at] = (sums[at] as number) + weight;
      }
    }
    for (const sum of sums) expect(sum).toBeCloseTo(1, 6);
  });

  it("count nothing within a quarter of the overlap from an inner edge", () => {
    for (const { start, weights } of piecesOf(150, 64, 16, 1)) {
      const edge = (x: number) => [...weights.subarray(x, x + 4)];
      if (start > 0) expect(edge(0)).toEqual([0, 0, 0, 0]);
      if (start + 64 < 150) expect(edge(60)).toEqual([0, 0, 0, 0]);
    }
  });
});

describe("resizing", () => {
  const values = (data: number[], widthPx: number, heightPx: number) => ({
    data: Float32Array.from(data),
    widthPx,
    heightPx,
  });

  it("keeps one colour, and the mean of a picture that shrinks by whole steps", () => {
    const flat = resize(values(Array(5 * 4 * 3).fill(77), 5, 4), 13, 2);
    for (const value of flat.data) expect(value).toBeCloseTo(77, 4);
    const stripes = resize(
      values(
        Array.from({ length: 64 }, (_, i) => (i % 2) * 200),
        64,
        1,
      ),
      8,
      1,
    );
    for (const value of stripes.data.subarray(1, 7)) expect(value).toBeCloseTo(100, 0);
  });

  it("leaves a picture of the wanted size as it is, and grows one pixel into many", () => {
    const one = values([1, 2, 3, 4], 2, 2);
    expect(resize(one, 2, 2).data).toEqual(one.data);
    expect([...resize(values([9], 1, 1), 3, 2).data]).toEqual(Array(6).fill(9));
    expect([...resize(values([0, 10], 2, 1), 4, 1).data]).toEqual([0, 2.5, 7.5, 10]);
  });
});
