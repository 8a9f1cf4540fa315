import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tinyFolder } from "../diffusion/fixtures/folders.ts";
import { openModel } from "../open.ts";
import { examplePicture } from "../paint/example.ts";
import type { Files } from "../testing/folder.ts";
import { startHub } from "../testing/hub.ts";
import { type Pulling, startPulling } from "../testing/pulling.ts";
import { tryOnce } from "../trial.ts";

/** What a pull takes of a repository, and the papers that it writes, must be what its opener wants. */
vi.setConfig({ testTimeout: 120_000 });

let world: Pulling;
beforeEach(async () => {
  world = await startPulling();
});
afterEach(() => world.close());

const fixtures = join(import.meta.dirname, "../testing");

/** Files of a fixture, each under the name that exporters give it. */
async function fixture(folder: string, names: readonly string[]): Promise<Files> {
  const read = async (name: string) =>
    [name.replace(/^(\w+\.onnx)$/, "onnx/$1"), await readFile(join(fixtures, folder, name))] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function pulled(files: Files) {
  await world.hub.close();
  world.hub = await startHub({ ...files, "README.md": "# a model", ".gitattributes": "" });
  const { manifest } = await world.pull();
  return { manifest, opened: await openModel({ folder: join(world.shelves.added, "tiny"), threads: 1 }) };
}

const TOKENIZER = ["tokenizer.json", "tokenizer_config.json"];

it("a text model pulled from a hub writes", async () => {
  const { manifest, opened } = await pulled(
    await fixture("llama", ["config.json", "generation_config.json", ...TOKENIZER, "model.onnx"]),
  );
  expect(manifest.kind).toBe("text");
  expect(await tryOnce(opened, AbortSignal.timeout(60_000))).toMatch(/^[0-9a-f]{64}$/);
  await opened.model.close();
});

it("a classifier pulled from a hub judges", async () => {
  const { manifest, opened } = await pulled(
    await fixture("judges/nsfw", ["config.json", "preprocessor_config.json", "model.onnx"]),
  );
  expect(manifest.kind).toBe("judge");
  expect(await tryOnce(opened, AbortSignal.timeout(60_000))).toMatch(/^[0-9a-f]{64}$/);
  await opened.model.close();
});

it("a Stable Diffusion folder pulled from a hub paints", async () => {
  const { manifest, opened } = await pulled(tinyFolder("sd"));
  expect(manifest.kind).toBe("diffusion");
  expect(manifest.files.length).toBe(Object.keys(tinyFolder("sd")).length);
  if (opened.role !== "image") throw new Error(`it is a ${opened.role}`);
  const request = { styles: { oil: 1 }, strength: 0.5, quality: "draft", prompt: "a lighthouse", seed: 7 } as const;
  const painted = await opened.model.paint(
    { storyboard: examplePicture(64, 64), ...request },
    AbortSignal.timeout(60_000),
  );
  expect(painted.data).toHaveLength(64 * 64 * 3);
  await opened.model.close();
});
