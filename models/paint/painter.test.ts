import { createHash } from "node:crypto";
import { cp, link, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageModel } from "../../core/ports.ts";
import { readPapers } from "../papers.ts";
import { examplePicture } from "./example.ts";
import { openPainter } from "./painter.ts";

const folder = new URL("../weights/paint/", import.meta.url);
const signal = AbortSignal.timeout(120_000);
const plain = { strength: 1, quality: "full", prompt: "" } as const;
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

  it("paints differently for another seed, another style and another storyboard", async () => {
    const storyboard = examplePicture(72, 72);
    const paintings = [
      await painter.paint({ storyboard, ...plain, styles: { oil: 1 }, seed: 1 }, signal),
      await painter.paint({ storyboard, ...plain, styles: { oil: 1 }, seed: 2 }, signal),
      await painter.paint({ storyboard, ...plain, styles: { ink: 1 }, seed: 1 }, signal),
      await painter.paint({ storyboard, ...plain, styles: { watercolour: 1 }, seed: 1 }, signal),
    ];
    expect(new Set(paintings.map((painting) => hashOf(painting.data))).size).toBe(4);
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

  it("keeps to the storyboard: colours stay near, oil most of all", async () => {
    const storyboard = examplePicture(128, 128);
    const painted = await painter.paint({ storyboard, ...plain, styles: { oil: 1 }, seed: 5 }, signal);
    let gap = 0;
    for (const [index, value] of painted.data.entries()) gap += Math.abs(value - (storyboard.data[index] as number));
    expect(gap / painted.data.length).toBeLessThan(24);
    expect(gap / painted.data.length).toBeGreaterThan(1);
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
