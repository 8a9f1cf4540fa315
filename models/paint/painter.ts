import { InferenceSession, Tensor } from "onnxruntime-node";
import { PaintStyle } from "../../core/attributes.ts";
import type { Pixels } from "../../core/picture.ts";
import type { ImageModel } from "../../core/ports.ts";
import { readPapers } from "../papers.ts";
import { HALF_PLANES, paintNoise } from "./noise.ts";
import { lumaLevels } from "./tone.ts";

/** The network halves its input three times. */
const STEP = 8;

/** About 400 bytes of activations a pixel: 4 million pixels are 1.6 GB, more than any channel's master needs. */
const MOST_PIXELS = 4_000_000;

/**
 * Oil strokes are fed stronger than they were in training: taught mostly by L1, the network holds back where bristles are
 * finer than its noise, and its answer to a stroke is nearly proportional to it. Tint and relief, broad and narrow.
 */
const OIL_STRENGTH = [1.4, 1.8, 1.4, 1.8];

/**
 * Opens the painter network, which paints over a storyboard in one pass.
 * Same storyboard, style and seed: same bytes, whatever the number of threads.
 *
 * @param folder holds `manifest.json` and the weights it names
 * @param threads inference threads, at least 1
 * @throws an Error naming the model when its papers do not hold
 */
export async function openPainter({ folder, threads }: { folder: URL | string; threads: number }): Promise<ImageModel> {
  const papers = await readPapers(folder);
  const weights = papers.contents.get(papers.files[0]?.path ?? "");
  if (weights === undefined) throw new Error(`model ${papers.id}: its papers name no weights`);
  const session = await InferenceSession.create(weights, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  });
  let open = true;

  return {
    papers: { id: papers.id, sha256: papers.sha256 },
    async paint({ storyboard, styles, seed }, signal) {
      const style = PaintStyle.options.find((option) => (styles[option] ?? 0) > 0) ?? "oil";
      if (!open) throw new Error(`model ${papers.id}: painted with after it was closed`);
      const { widthPx, heightPx } = storyboard;
      if (widthPx < 1 || heightPx < 1 || widthPx * heightPx > MOST_PIXELS) {
        throw new Error(`model ${papers.id}: cannot paint ${widthPx}x${heightPx} pixels`);
      }
      signal.throwIfAborted();
      const padded = pad(storyboard);
      const feeds = feedsOf(padded, style, seed);
      signal.throwIfAborted();
      const { painted } = await session.run(feeds);
      signal.throwIfAborted();
      return crop(painted?.data as Float32Array, padded, storyboard, papers.id);
    },
    async close() {
      if (open) await session.release();
      open = false;
    },
  };
}

function feedsOf(picture: Pixels, style: PaintStyle, seed: number): Record<string, Tensor> {
  const { data, widthPx: width, heightPx: height } = picture;
  const noise = paintNoise(picture, seed);
  const size = width * height;
  const rgb = new Float32Array(3 * size);
  for (let pixel = 0; pixel < size; pixel++) {
    rgb[pixel] = data[pixel * 3] as number;
    rgb[size + pixel] = data[pixel * 3 + 1] as number;
    rgb[2 * size + pixel] = data[pixel * 3 + 2] as number;
  }
  if (style === "oil") {
    const plane = size / 4;
    OIL_STRENGTH.forEach((strength, index) => {
      for (let pixel = index * plane; pixel < (index + 1) * plane; pixel++)
        noise.half[pixel] = (noise.half[pixel] as number) * strength;
    });
  }
  const oneHot = PaintStyle.options.map((option) => (option === style ? 1 : 0));
  return {
    rgb: new Tensor("float32", rgb, [1, 3, height, width]),
    half: new Tensor("float32", noise.half, [1, HALF_PLANES, height / 2, width / 2]),
    grain: new Tensor("float32", noise.grain, [1, 1, height, width]),
    condition: new Tensor("float32", Float32Array.from([...oneHot, ...lumaLevels(picture)]), [1, 6]),
  };
}

/** Repeats the last column and row up to a multiple of the network's step. */
function pad(picture: Pixels): Pixels {
  const { data, widthPx, heightPx } = picture;
  const width = Math.ceil(widthPx / STEP) * STEP;
  const height = Math.ceil(heightPx / STEP) * STEP;
  if (width === widthPx && height === heightPx) return picture;
  const padded = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = Math.min(y, heightPx - 1) * widthPx * 3;
    const to = y * width * 3;
    padded.set(data.subarray(from, from + widthPx * 3), to);
    const last = data.subarray(from + (widthPx - 1) * 3, from + widthPx * 3);
    for (let x = widthPx; x < width; x++) padded.set(last, to + x * 3);
  }
  return { data: padded, widthPx: width, heightPx: height };
}

/** @throws when the network's answer holds anything but finite numbers */
function crop(painted: Float32Array, padded: Pixels, wanted: Pixels, model: string): Pixels {
  const { widthPx, heightPx } = wanted;
  const size = padded.widthPx * padded.heightPx;
  const data = new Uint8Array(widthPx * heightPx * 3);
  let sum = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = y * padded.widthPx + x;
      const to = (y * widthPx + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const value = painted[channel * size + from] as number;
        sum += value;
        data[to + channel] = value + 0.5;
      }
    }
  }
  // One check for all of them: a single NaN or infinity makes the sum one too.
  if (!Number.isFinite(sum)) throw new Error(`model ${model}: painted something that is not a number`);
  return { data, widthPx, heightPx };
}
