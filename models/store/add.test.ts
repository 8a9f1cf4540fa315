import { link, mkdir, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPapers } from "../papers.ts";
import { listModels, type Shelves } from "../registry.ts";
import { type Files, scratch, writeFiles, writeModel } from "../testing/folder.ts";
import { PLAIN, WEIGHTS, WITH_EXTERNAL } from "../testing/networks.ts";
import { type AddRequest, addModel, idFrom } from "./add.ts";
import { removeModel } from "./remove.ts";

let outer: string;
let from: string;
let shelves: Shelves;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder: outer, remove } = await scratch());
  from = join(outer, "SD Tiny");
  shelves = { shipped: join(outer, "weights"), added: join(outer, "models") };
  await mkdir(from);
});
afterEach(() => remove());

const add = (request: Partial<AddRequest> = {}) => addModel({ from, globs: [], ...request }, { shelves });
const ids = async () => (await listModels(shelves, "verify")).map(({ id, state }) => `${id} ${state}`);
const NONE_LEFT = async () =>
  expect((await readdir(shelves.added).catch(() => [])).filter((name) => name !== "tiny")).toEqual([]);

const DIFFUSERS: Files = {
  "model_index.json": "{}",
  "unet/model.onnx": WITH_EXTERNAL.initializer,
  "unet/w.bin": WEIGHTS,
  "unet/config.json": "{}",
  "unet/diffusion_pytorch_model.safetensors": "x",
  "vae_decoder/model.onnx": PLAIN,
  "text_encoder/model.onnx": PLAIN,
  "tokenizer/merges.txt": "a b",
  "scheduler/scheduler_config.json": "{}",
  "safety_checker/model.onnx": PLAIN,
  "README.md": "# hello",
};

describe("add", () => {
  it("copies a model with its papers, and nothing else of the folder", async () => {
    await writeModel(from, { "unet/model.onnx": PLAIN }, { taste: "sweet" });
    await writeFiles(from, { "notes.txt": "x" });
    await link(join(from, "unet/model.onnx"), join(outer, "twin")); // theirs may have two names; the copy has one
    const manifest = await add();
    expect(manifest).toMatchObject({ id: "tiny", taste: "sweet" });
    await rm(from, { recursive: true });
    expect((await readPapers(join(shelves.added, "tiny"))).contents.get("unet/model.onnx")).toEqual(PLAIN);
    expect((await readdir(join(shelves.added, "tiny"))).sort()).toEqual(["manifest.json", "unet"]);
    await NONE_LEFT();
  });

  it("under another name when told, once", async () => {
    await writeModel(from, { "net.onnx": PLAIN });
    await add({ id: "mine", licence: "GPL-3.0", memoryMb: 99 });
    await add();
    expect(await ids()).toEqual(["mine ready", "tiny ready"]);
    expect(await readPapers(join(shelves.added, "mine"))).toMatchObject({ licence: "GPL-3.0", memoryMb: 99 });
    await expect(add()).rejects.toThrow("model tiny: there is one already, added; remove it first, or give --id");
    await writeModel(join(shelves.shipped, "x"), { "net.onnx": PLAIN }, { id: "ours" });
    await expect(add({ id: "ours" })).rejects.toThrow("model ours: there is one already, shipped; give another --id");
    await expect(add({ id: "../up" })).rejects.toThrow("model ../up: the name must be 1 to 64 of a-z");
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ["is not what its papers say", () => writeFile(join(from, "net.onnx"), "x"), "net.onnx has 1 bytes"],
    ["is missing", () => rm(join(from, "net.onnx")), "net.onnx is missing"],
    [
      "is a link",
      async () => {
        await rename(join(from, "net.onnx"), join(outer, "net"));
        await symlink(join(outer, "net"), join(from, "net.onnx"));
      },
      "net.onnx is a link; copy the folder with its links resolved (cp -rL), and add that",
    ],
  ])("refuses a file that %s, and leaves nothing behind", async (_name, spoil, reason) => {
    await writeModel(from, { "net.onnx": PLAIN });
    await spoil();
    await expect(add()).rejects.toThrow(`model tiny: ${reason}`);
    expect(await ids()).toEqual([]);
    await NONE_LEFT();
  });

  it("refuses a file behind a linked folder, and what is no folder", async () => {
    await writeModel(from, { "unet/model.onnx": PLAIN });
    await rename(join(from, "unet"), join(outer, "unet"));
    await symlink(join(outer, "unet"), join(from, "unet"));
    await expect(add()).rejects.toThrow("model tiny: unet/model.onnx is outside its folder");
    await expect(add({ from: join(outer, "nowhere") })).rejects.toThrow("nowhere is not a folder");
  });

  it("says what is wrong with a manifest instead of writing another", async () => {
    await writeFiles(from, { ...DIFFUSERS, "manifest.json": "{}" });
    await expect(add({ licence: "MIT" })).rejects.toThrow("model SD Tiny: manifest.json cannot be read");
  });
});

describe("add without a manifest", () => {
  it("writes one for a diffusers folder, with what running it takes", async () => {
    const files: Files = { ...DIFFUSERS, "unet/model.onnx": WITH_EXTERNAL.initializer };
    await writeFiles(from, files);
    await expect(add()).rejects.toThrow("model sd-tiny: has no manifest that names its licence; say which it is with");
    // `w.bin` is no name that exporters give; they write model.onnx_data or weights.pb.
    await expect(add({ licence: "MIT" })).rejects.toThrow("keeps a tensor in unet/w.bin, which its papers do not list");
    const manifest = await add({
      licence: "MIT",
      globs: ["model_index.json", "*/*.json", "*/*.txt", "*/model.onnx", "unet/w.bin"],
    });
    expect(manifest).toMatchObject({ id: "sd-tiny", kind: "diffusion", licence: "MIT", version: "1", memoryMb: 201 });
    await removeModel(shelves, "sd-tiny");
    await writeFiles(from, { "unet/model.onnx": PLAIN });
    expect((await add({ licence: "MIT" })).files.map(({ path }) => path)).toEqual([
      "model_index.json",
      "scheduler/scheduler_config.json",
      "text_encoder/model.onnx",
      "tokenizer/merges.txt",
      "unet/config.json",
      "unet/model.onnx",
      "vae_decoder/model.onnx",
    ]);
    expect(await ids()).toEqual(["sd-tiny ready"]);
  });

  it.each([
    [["LlamaForCausalLM"], "llama", "text"],
    [["GPT2LMHeadModel"], "gpt2", "text"],
    [["CLIPModel"], "clip", "judge"],
    [["ViTForImageClassification"], "vit", "judge"],
  ])("tells %j (%s) to be a %s model", async (architectures, model_type, kind) => {
    const config = JSON.stringify({ architectures, model_type });
    await writeFiles(from, { "config.json": config, "onnx/model.onnx": PLAIN, "onnx/model_q4f16.onnx": PLAIN });
    const manifest = await add({ licence: "MIT" });
    expect(manifest.kind).toBe(kind);
    expect(manifest.files.map(({ path }) => path)).toEqual(["config.json", "onnx/model.onnx"]);
  });

  it("takes of CLIP the networks that look and read, two where there are two", async () => {
    const networks = [
      "onnx/model.onnx",
      "onnx/text_model.onnx",
      "onnx/vision_model.onnx",
      "onnx/vision_model_fp16.onnx",
    ];
    await writeFiles(from, { "config.json": '{"model_type":"clip"}' });
    for (const path of networks) await writeFiles(from, { [path]: PLAIN });
    const { files } = await add({ licence: "MIT" });
    expect(files.map(({ path }) => path)).toEqual(["config.json", "onnx/text_model.onnx", "onnx/vision_model.onnx"]);
  });

  it.each<[string, Files, string]>([
    ["nothing", {}, "holds no manifest.json, no model_index.json and no config.json"],
    ["PyTorch only", { "model_index.json": "{}" }, "holds no unet/model.onnx, no vae_decoder/model.onnx, no text_enc"],
    ["no network", { "config.json": "{}" }, "holds a config.json and no onnx/*.onnx"],
    [
      "another task",
      { "config.json": '{"model_type":"bert"}', "onnx/model.onnx": PLAIN },
      "is a bert; without a manifest, text models",
    ],
    ["no JSON", { "config.json": "{", "onnx/model.onnx": PLAIN }, "JSON"],
  ])("refuses a folder with %s", async (_name, files, reason) => {
    await writeFiles(from, files);
    await expect(add({ licence: "MIT" })).rejects.toThrow(
      new RegExp(`^model sd-tiny: .*${reason.replaceAll("*", "\\*")}`),
    );
    await NONE_LEFT();
  });

  it.each([
    ["SD-Turbo ONNX", "sd-turbo-onnx"],
    ["..x..", "x"],
    ["Модель", ""],
    [`a${"-".repeat(80)}b`, `a${"-".repeat(63)}`],
  ])("makes of the folder's name %j the name %j", (name, id) => {
    expect(idFrom(name)).toBe(id);
  });
});

describe("remove", () => {
  it("takes an added model away with what pulls of it left, a refused one too, and no other", async () => {
    await writeModel(from, { "net.onnx": PLAIN });
    await add();
    await add({ id: "tiny2" });
    await writeFiles(join(shelves.added, ".pulls"), { "tiny@0123/files/x": "x", "tiny2@0123/files/x": "x" });
    await writeFile(join(shelves.added, "tiny", "net.onnx"), "broken");
    await removeModel(shelves, "tiny");
    expect(await ids()).toEqual(["tiny2 ready"]);
    expect(await readdir(join(shelves.added, ".pulls"))).toEqual(["tiny2@0123"]);
  });

  it("refuses what is not there, what ships, and a way out of the store", async () => {
    await writeModel(join(shelves.shipped, "x"), { "net.onnx": PLAIN }, { id: "ours" });
    await expect(removeModel(shelves, "ours")).rejects.toThrow(
      "model ours: it ships with Marquee and cannot be removed",
    );
    for (const id of ["none", "..", "../weights/x", ""])
      await expect(removeModel(shelves, id)).rejects.toThrow(`model ${id}: there is none of this name; there are ours`);
    expect((await stat(join(shelves.shipped, "x"))).isDirectory()).toBe(true);
  });
});
