import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageModel, PaintRequest } from "../../core/ports.ts";
import { openModel } from "../open.ts";
import { examplePicture } from "../paint/example.ts";
import { scratch, sha256Of, writeModel } from "../testing/folder.ts";
import { tinyFolder } from "./fixtures/folders.ts";
import { openDiffusion } from "./open.ts";

const never = new AbortController().signal;
let place: Awaited<ReturnType<typeof scratch>>;
let made = 0;

/** Writes a model's folder; `null` leaves a file out. */
async function folderOf(
  files: Record<string, Uint8Array | string | null>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const folder = join(place.folder, `model-${made++}`);
  await mkdir(folder);
  const kept = Object.fromEntries(Object.entries(files).filter(([, content]) => content !== null));
  await writeModel(folder, kept as Record<string, Uint8Array | string>, { kind: "diffusion", id: "tiny-sd", ...more });
  return folder;
}
const few = { diffusion: { steps: 4, draftSteps: 2, areaPx: 1024 } };
const request = (more: Partial<PaintRequest> = {}): PaintRequest => ({
  storyboard: examplePicture(48, 32),
  styles: { oil: 1 },
  strength: 0.6,
  quality: "full",
  prompt: "a photo of a red cat",
  seed: 7,
  ...more,
});

beforeAll(async () => {
  place = await scratch();
});
afterAll(() => place.remove());

describe("a Stable Diffusion model", () => {
  let model: ImageModel;
  beforeAll(async () => {
    model = await openDiffusion({ folder: await folderOf(tinyFolder("sd"), few), threads: 1 });
  });
  afterAll(() => model.close());
  const hashOf = async (more: Partial<PaintRequest> = {}): Promise<string> =>
    sha256Of((await model.paint(request(more), never)).data);

  it("paints the same bytes for the same request, in a second session too, and others for another", async () => {
    const again = await openDiffusion({ folder: await folderOf(tinyFolder("sd"), few), threads: 1 });
    const first = await hashOf();
    expect(sha256Of((await again.paint(request(), never)).data)).toBe(first);
    await again.close();
    const others = [
      first,
      await hashOf({ seed: 8 }),
      await hashOf({ prompt: "the sea" }),
      await hashOf({ strength: 0.9 }),
      await hashOf({ strength: 1 }),
      await hashOf({ quality: "draft" }),
      await hashOf({ storyboard: examplePicture(32, 48) }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it.each([
    [1, 1],
    [2, 7],
    [48, 32],
    [65, 33],
    [33, 130],
  ])("paints %i by %i pixels", async (widthPx, heightPx) => {
    const painted = await model.paint(request({ storyboard: examplePicture(widthPx, heightPx) }), never);
    expect(painted).toMatchObject({ widthPx, heightPx });
    expect(painted.data).toHaveLength(widthPx * heightPx * 3);
  });

  it("leaves the storyboard as it is at no strength, and forgets it at full strength", async () => {
    const { storyboard } = request();
    const left = await model.paint(request({ strength: 0 }), never);
    expect(left).toEqual(storyboard);
    expect(left.data).not.toBe(storyboard.data);
    const other = { ...storyboard, data: storyboard.data.map((value) => 255 - value) };
    expect(await hashOf({ strength: 1, storyboard: other })).toBe(await hashOf({ strength: 1 }));
    expect(await hashOf({ strength: 0.6, storyboard: other })).not.toBe(await hashOf({ strength: 0.6 }));
  });

  it.each([
    [1, "full", 4],
    [0.5, "full", 2],
    [1, "draft", 2],
    [0.1, "draft", 1],
    [0.03, "full", 1],
  ] as const)("tells every step: strength %d, %s", async (strength, quality, total) => {
    const told: string[] = [];
    await model.paint(request({ strength, quality }), never, (done, of) => told.push(`${done}/${of}`));
    expect(told).toEqual(Array.from({ length: total }, (_, at) => `${at + 1}/${total}`));
  });

  it("stops within one step", async () => {
    await expect(model.paint(request(), AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    const stop = new AbortController();
    const told: number[] = [];
    const painting = model.paint(request({ strength: 1 }), stop.signal, (done) => {
      told.push(done);
      if (done === 2) stop.abort(new Error("enough"));
    });
    await expect(painting).rejects.toThrow("enough");
    expect(told).toEqual([1, 2]);
  });

  it("refuses a frame without pixels, and work after closing", async () => {
    const empty = { data: new Uint8Array(0), widthPx: 0, heightPx: 4 };
    await expect(model.paint(request({ storyboard: empty }), never)).rejects.toThrow("model tiny-sd: cannot paint 0x4");
    const closed = await openDiffusion({ folder: await folderOf(tinyFolder("sd"), few), threads: 1 });
    await closed.close();
    await expect(closed.paint(request(), never)).rejects.toThrow("tiny-sd: painted with after it was closed");
  });

  it("also opens through the table of models, as SDXL and as a consistency model", async () => {
    for (const name of ["sdxl", "lcm"] as const) {
      const opened = await openModel({ folder: await folderOf(tinyFolder(name), few), threads: 1 });
      if (opened.role !== "image") throw new Error("no image model");
      for (const strength of [0.05, 0.5, 1]) {
        const painted = await opened.model.paint(request({ strength }), never);
        expect(painted).toMatchObject({ widthPx: 48, heightPx: 32 });
      }
      await opened.model.close();
    }
  });
});

describe("what cannot be opened is refused with model and reason", () => {
  const lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 3438167540\n";
  it.each<[string, Record<string, Uint8Array | string | null>, RegExp]>([
    ["no index", { "model_index.json": null }, /^model tiny-sd: model_index\.json is missing/],
    ["a broken index", { "model_index.json": "{" }, /^model tiny-sd: model_index\.json is not JSON/],
    [
      "another pipeline",
      { "model_index.json": '{"_class_name": "FluxPipeline"}' },
      /asks for FluxPipeline, which is not/,
    ],
    [
      "an inpainting pipeline",
      { "model_index.json": '{"_class_name": "StableDiffusionInpaintPipeline"}' },
      /asks for StableDiffusionInpaintPipeline/,
    ],
    ["no UNet", { "unet/model.onnx": null }, /^model tiny-sd: unet\/model\.onnx is missing/],
    ["no decoder", { "vae_decoder/model.onnx": null }, /vae_decoder\/model\.onnx is missing/],
    ["an LFS pointer", { "unet/model.onnx": lfs }, /^model tiny-sd: unet\/model\.onnx is a Git LFS pointer/],
    ["no merges", { "tokenizer/merges.txt": null }, /^model tiny-sd: tokenizer\/merges\.txt is missing/],
    ["no scheduler", { "scheduler/scheduler_config.json": null }, /scheduler_config\.json is missing/],
    [
      "an unknown scheduler",
      { "scheduler/scheduler_config.json": '{"_class_name": "KarrasVeScheduler"}' },
      /^model tiny-sd: scheduler KarrasVeScheduler is not known here/,
    ],
    ["a UNet for inpainting", { "unet/config.json": '{"in_channels": 9}' }, /its UNet takes 9 planes/],
    [
      "the wrong network",
      { "unet/model.onnx": tinyFolder("sd")["vae_decoder/model.onnx"] ?? "" },
      /has no input "sample"/,
    ],
    ["no network", { "unet/model.onnx": "not a network" }, /^model tiny-sd: unet\/model\.onnx is not an ONNX file/],
  ])("%s", async (_, files, sentence) => {
    const folder = await folderOf({ ...tinyFolder("sd"), ...files });
    await expect(openDiffusion({ folder, threads: 1 })).rejects.toThrow(sentence);
  });

  it("a manifest that says nonsense of it", async () => {
    const folder = await folderOf(tinyFolder("sd"), { diffusion: { steps: 0 } });
    await expect(openDiffusion({ folder, threads: 1 })).rejects.toThrow(
      'model tiny-sd: the "diffusion" of its manifest',
    );
  });

  it("image-to-image without an encoder, while text-to-image works", async () => {
    const files = { ...tinyFolder("sd"), "vae_encoder/model.onnx": null };
    const model = await openDiffusion({ folder: await folderOf(files, few), threads: 1 });
    await expect(model.paint(request(), never)).rejects.toThrow("tiny-sd: it has no vae_encoder/model.onnx");
    const { strength: _, ...plain } = request();
    const fromWords = await model.paint(plain, never);
    expect(fromWords).toEqual(await model.paint(request({ strength: 1 }), never));
    expect(fromWords).toMatchObject({ widthPx: 48, heightPx: 32 });
    await model.close();
  });

  it("an answer that is not a number", async () => {
    // A scale of the VAE so small that its latents overflow.
    const config = '{"scaling_factor": 1e-38, "block_out_channels": [8, 8, 8, 8], "latent_channels": 4}';
    const folder = await folderOf({ ...tinyFolder("sd"), "vae_decoder/config.json": config }, few);
    const model = await openDiffusion({ folder, threads: 1 });
    await expect(model.paint(request({ strength: 1 }), never)).rejects.toThrow(
      /^model tiny-sd: its output "sample" is not a number/,
    );
    await model.close();
  });
});
