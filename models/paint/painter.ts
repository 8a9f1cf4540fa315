import { Tensor } from "onnxruntime-node";
import type { Pixels } from "../../core/picture.ts";
import type { ImageModel, PaintRequest } from "../../core/ports.ts";
import { requireFinite } from "../onnx/finite.ts";
import { plugsOf } from "../onnx/plugs.ts";
import type { Provider } from "../onnx/provider.ts";
import { openSession } from "../onnx/session.ts";
import { readPapers } from "../papers.ts";
import { cropped, padded, scaled } from "./frame.ts";
import { offsetsFrom, sharesOf } from "./wish.ts";

/** The network halves its input three times. */
const STEP = 8;

/** About 500 bytes of activations a pixel: 4 million pixels are 2 GB, more than any channel's master needs. */
const MOST_PIXELS = 4_000_000;

/** A draft is painted this much smaller in both directions: about a quarter of the work. */
const DRAFT_SCALE = 0.5;

/**
 * Opens the painter network, which paints over a storyboard in one pass: its brush (directions, strokes, clouds, grain) is
 * part of the network. Same request, same bytes, whatever the number of threads.
 *
 * @param folder holds `manifest.json` and the weights it names
 * @param threads inference threads, at least 1
 * @throws an Error naming the model when its papers do not hold
 */
export async function openPainter(settings: {
  folder: URL | string;
  threads: number;
  provider?: Provider | undefined;
}): Promise<ImageModel> {
  const { folder, threads, provider } = settings;
  const papers = await readPapers(folder);
  const file = papers.files[0]?.path ?? "";
  const weights = papers.contents.get(file);
  if (weights === undefined) throw new Error(`model ${papers.id}: its papers name no weights`);
  const session = await openSession(weights, {
    threads,
    provider,
    model: papers.id,
    file,
    plugs: plugsOf(papers, file),
  });
  let open = true;

  /** Sides divisible by STEP. */
  async function run({ data, widthPx, heightPx }: Pixels, request: PaintRequest): Promise<Pixels> {
    const { painting, sum } = await session.run({
      storyboard: new Tensor("uint8", data, [1, heightPx, widthPx, 3]),
      styles: new Tensor("float32", sharesOf(request.styles), [6]),
      strength: new Tensor("float32", Float32Array.of(request.strength ?? 1), [1]),
      offsets: new Tensor("int64", offsetsFrom(request.seed), [5, 2]),
    });
    requireFinite(papers.id, "sum", sum as Tensor);
    return { data: painting?.data as Uint8Array, widthPx, heightPx };
  }

  return {
    papers: { id: papers.id, sha256: papers.sha256 },
    async paint(request, signal, progress) {
      if (!open) throw new Error(`model ${papers.id}: painted with after it was closed`);
      const { storyboard, strength = 1, quality } = request;
      const { widthPx, heightPx } = storyboard;
      if (widthPx < 1 || heightPx < 1 || widthPx * heightPx > MOST_PIXELS) {
        throw new Error(`model ${papers.id}: cannot paint ${widthPx}x${heightPx} pixels`);
      }
      if (!(strength >= 0 && strength <= 1)) throw new RangeError(`strength is ${strength}; it goes from 0 to 1`);
      signal.throwIfAborted();
      const small = quality === "draft" ? scaled(storyboard, draftSide(widthPx), draftSide(heightPx)) : storyboard;
      const painted = await run(padded(small, STEP), request);
      signal.throwIfAborted();
      progress?.(1, 1);
      const whole = cropped(painted, small.widthPx, small.heightPx);
      return small === storyboard ? whole : scaled(whole, widthPx, heightPx);
    },
    async close() {
      if (open) await session.release();
      open = false;
    },
  };
}

const draftSide = (px: number): number => Math.max(1, Math.round((px * DRAFT_SCALE) / STEP) * STEP || px);
