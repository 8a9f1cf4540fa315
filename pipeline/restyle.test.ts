import { expect, it } from "vitest";
import type { PictureModel } from "../core/ports.ts";
import { restyled } from "./restyle.ts";
import { tinyPainter } from "./tiny.ts";

/** Turns colours round, at `scale` times the size. */
const negative = (scale: number): PictureModel => ({
  papers: { id: "negative", sha256: "2".repeat(64) },
  async apply({ picture }) {
    const [widthPx, heightPx] = [picture.widthPx * scale, picture.heightPx * scale];
    const data = new Uint8Array(widthPx * heightPx * 3);
    for (let at = 0; at < data.length; at++) {
      const [x, y] = [Math.floor(at / 3) % widthPx, Math.floor(at / 3 / widthPx)];
      const from = 3 * (Math.floor(y / scale) * picture.widthPx + Math.floor(x / scale)) + (at % 3);
      data[at] = 255 - (picture.data[from] ?? 0);
    }
    return { picture: { data, widthPx, heightPx } };
  },
  async close() {},
});
const storyboard = { data: new Uint8Array(8 * 6 * 3).fill(200), widthPx: 8, heightPx: 6 };
const request = { storyboard, styles: { oil: 1 }, quality: "full", prompt: "", seed: 1 } as const;
const signal = new AbortController().signal;

it.each([1, 2])("sends a painting through the network and keeps its size, at a scale of %i", async (scale) => {
  const plain = await tinyPainter().paint(request, signal);
  const turned = await restyled(tinyPainter(), negative(scale)).paint(request, signal);
  expect([turned.widthPx, turned.heightPx, turned.data.length]).toEqual([8, 6, 8 * 6 * 3]);
  turned.data.forEach((value, at) => {
    expect(Math.abs(value - (255 - (plain.data[at] ?? 0)))).toBeLessThanOrEqual(scale === 1 ? 0 : 4);
  });
});

it("is named after both networks, and does not begin when the work was cancelled", async () => {
  const { papers, paint } = restyled(tinyPainter(), negative(1));
  expect(papers.id).toBe("tiny-painter+negative");
  expect(papers.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(papers.sha256).not.toBe(tinyPainter().papers.sha256);
  await expect(paint(request, AbortSignal.abort())).rejects.toThrow();
});
