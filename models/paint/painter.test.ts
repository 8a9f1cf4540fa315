import { createHash } from "node:crypto";
import { cp, link, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PaintStyle } from "../../core/attributes.ts";
import type { Pixels } from "../../core/picture.ts";
import type { ImageModel, PaintRequest } from "../../core/ports.ts";
import { readPapers } from "../papers.ts";
import { examplePicture } from "./example.ts";
import { openPainter } from "./painter.ts";

const folder = new URL("../weights/paint/", import.meta.url);
const signal = AbortSignal.timeout(120_000);
const plain = { strength: 1, quality: "full", prompt: "" } as const;
const gapBetween = (one: Pixels, other: Pixels) =>
  one.data.reduce((sum, value, at) => sum + Math.abs(value - (other.data[at] as number)), 0) / one.data.length;
const hashOf = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("painter", () => {
  let painter: ImageModel;
  beforeAll(async () => {
    painter = await openPainter({ folder, threads: 1 });
  });
  afterAll(() => painter.close());

  it("paints the manifest's example to the manifest's hash", async () => {
    const papers = (await readPapers(folder)) as unknown as { example: { seed: number; sha256: string } };
    const painted = await painter.paint(
      { storyboard: examplePicture(64, 64), ...plain, styles: { oil: 1 }, seed: papers.example.seed },
      signal,
    );
    expect(hashOf(painted.data)).toBe(papers.example.sha256);
  });

  it("paints the same bytes with two threads as with one, and again in a second session", async () => {
    const two = await openPainter({ folder, threads: 2 });
    const request = { storyboard: examplePicture(200, 136), ...plain, styles: { watercolour: 1 }, seed: 11 } as const;
    const expected = hashOf((await painter.paint(request, signal)).data);
    expect(hashOf((await two.paint(request, signal)).data)).toBe(expected);
    expect(hashOf((await painter.paint(request, signal)).data)).toBe(expected);
    await two.close();
  });

  it("paints the same bytes for requests that come at the same time as for one after the other", async () => {
    const requests = PaintStyle.options.map((style, seed) => ({
      storyboard: examplePicture(72 + 8 * seed, 64),
      ...plain,
      styles: { [style]: 1 },
      seed,
    }));
    const apart: string[] = [];
    for (const request of requests) apart.push(hashOf((await painter.paint(request, signal)).data));
    const together = await Promise.all(requests.map((request) => painter.paint(request, signal)));
    expect(together.map(({ data }) => hashOf(data))).toEqual(apart);
  });

  it("paints differently for another seed, style, mixture, strength, quality and storyboard", async () => {
    const storyboard = examplePicture(72, 72);
    const asked: Pick<PaintRequest, "styles" | "seed" | "strength" | "quality">[] = [
      ...PaintStyle.options.map((style) => ({ ...plain, styles: { [style]: 1 }, seed: 1 })),
      { ...plain, styles: { oil: 1 }, seed: 2 },
      { ...plain, styles: { oil: 0.5, noir: 0.5 }, seed: 1 },
      { ...plain, styles: { oil: 1 }, seed: 1, strength: 0.5 },
      { ...plain, styles: { oil: 1 }, seed: 1, quality: "draft" },
    ];
    const hashes: string[] = [];
    for (const request of asked)
      hashes.push(hashOf((await painter.paint({ storyboard, prompt: "", ...request }, signal)).data));
    expect(new Set(hashes).size).toBe(asked.length);
  });

  it("reads the styles as shares of a whole", async () => {
    const request = { storyboard: examplePicture(64, 64), ...plain, seed: 1 };
    const once = await painter.paint({ ...request, styles: { ink: 0.2, print: 0.6 } }, signal);
    const twice = await painter.paint({ ...request, styles: { print: 3, ink: 1, oil: 0 } }, signal);
    expect(hashOf(twice.data)).toBe(hashOf(once.data));
  });

  it("moves further from the storyboard the stronger it paints", async () => {
    const storyboard = examplePicture(128, 128);
    for (const style of PaintStyle.options) {
      const gaps: number[] = [];
      for (const strength of [0, 0.5, 1]) {
        const painted = await painter.paint(
          { storyboard, ...plain, styles: { [style]: 1 }, strength, seed: 5 },
          signal,
        );
        gaps.push(gapBetween(painted, storyboard));
      }
      expect(gaps, style).toEqual([...gaps].sort((one, other) => one - other));
      expect(gaps[0], style).toBe(0);
    }
  });

  it.each([
    [1, 1],
    [2, 7],
    [64, 64],
    [65, 33],
    [33, 130],
  ])("paints %i by %i pixels", async (widthPx, heightPx) => {
    const painted = await painter.paint(
      { storyboard: examplePicture(widthPx, heightPx), ...plain, styles: { ink: 1 }, seed: 3 },
      signal,
    );
    expect(painted).toMatchObject({ widthPx, heightPx });
    expect(painted.data).toHaveLength(widthPx * heightPx * 3);
  });

  it("keeps to the storyboard: colours stay near in oil, and a draft is near the full painting", async () => {
    const storyboard = examplePicture(256, 144);
    const request = { storyboard, ...plain, styles: { oil: 1 }, seed: 5 } as const;
    const full = await painter.paint(request, signal);
    expect(gapBetween(full, storyboard)).toBeLessThan(24);
    expect(gapBetween(full, storyboard)).toBeGreaterThan(1);
    expect(gapBetween(await painter.paint({ ...request, quality: "draft" }, signal), full)).toBeLessThan(20);
  });

  it("refuses styles that are no mixture and strengths outside 0 to 1", async () => {
    const request = { storyboard: examplePicture(16, 16), ...plain, styles: { oil: 1 }, seed: 0 } as const;
    for (const styles of [{}, { oil: 0 }, { oil: -1, ink: 2 }, { oil: Number.NaN }])
      await expect(painter.paint({ ...request, styles }, signal)).rejects.toThrow("are no mixture");
    for (const strength of [-0.1, 1.1, Number.NaN])
      await expect(painter.paint({ ...request, strength }, signal)).rejects.toThrow("it goes from 0 to 1");
  });

  it("refuses a frame without pixels, an aborted request and work after closing", async () => {
    const request = { storyboard: examplePicture(16, 16), ...plain, styles: { oil: 1 }, seed: 0 } as const;
    const empty = { data: new Uint8Array(0), widthPx: 0, heightPx: 4 };
    await expect(painter.paint({ ...request, storyboard: empty }, signal)).rejects.toThrow("marquee-paint");
    await expect(painter.paint(request, AbortSignal.abort())).rejects.toThrow();
    const closed = await openPainter({ folder, threads: 1 });
    await closed.close();
    await expect(closed.paint(request, signal)).rejects.toThrow("marquee-paint: painted with after it was closed");
  });
});

describe("papers", () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "papers-"));
  });
  afterAll(() => rm(copy, { recursive: true }));
  const fresh = () => cp(fileURLToPath(folder), copy, { recursive: true });
  const weights = () => join(copy, "painter.onnx");

  it("refuses weights that differ by one byte, naming the model", async () => {
    await fresh();
    const bytes = await readFile(weights());
    bytes[1000] = (bytes[1000] as number) ^ 1;
    await writeFile(weights(), bytes);
    await expect(openPainter({ folder: copy, threads: 1 })).rejects.toThrow(
      /model marquee-paint: painter\.onnx has sha256/,
    );
  });

  it("refuses missing, cut, linked and hard-linked weights", async () => {
    await fresh();
    await rm(weights());
    await expect(readPapers(copy)).rejects.toThrow("marquee-paint: painter.onnx is missing");
    await symlink(fileURLToPath(new URL("painter.onnx", folder)), weights());
    await expect(readPapers(copy)).rejects.toThrow("is not a regular file");
    await rm(weights());
    await fresh();
    await link(weights(), `${weights()}.twin`);
    await expect(readPapers(copy)).rejects.toThrow("has more than one link");
    await rm(`${weights()}.twin`);
    await writeFile(weights(), "short");
    await expect(readPapers(copy)).rejects.toThrow(/has 5 bytes, its papers say \d+/);
  });

  it("refuses a manifest that does not parse and a path that leaves the folder", async () => {
    await fresh();
    const manifest = JSON.parse(await readFile(join(copy, "manifest.json"), "utf8"));
    manifest.files[0].path = "../painter.onnx";
    await writeFile(join(copy, "manifest.json"), JSON.stringify(manifest));
    await expect(readPapers(copy)).rejects.toThrow("manifest.json cannot be read");
    await writeFile(join(copy, "manifest.json"), "{");
    await expect(readPapers(copy)).rejects.toThrow("manifest.json cannot be read");
  });
});
