import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findModel, listModels, SHIPPED, type Shelves } from "./registry.ts";
import { scratch, writeFiles, writeModel } from "./testing/folder.ts";
import { PLAIN } from "./testing/networks.ts";

let shelves: Shelves;
let remove: () => Promise<void>;
beforeEach(async () => {
  const { folder, remove: gone } = await scratch();
  remove = gone;
  shelves = { shipped: join(folder, "weights"), added: join(folder, "models") };
});
afterEach(() => remove());

const add = (shelf: keyof Shelves, name: string, more: Readonly<Record<string, unknown>> = {}) =>
  writeModel(join(shelves[shelf], name), { "net.onnx": PLAIN }, { id: name, ...more });

describe("the registry", () => {
  it("is empty where there is no folder", async () => {
    expect(await listModels(shelves, "glance")).toEqual([]);
    await expect(findModel(shelves, "x")).rejects.toThrow("model x: there is none of this name; there is none at all");
  });

  it("finds what this repository ships, and it holds", async () => {
    const entries = await listModels({ ...shelves, shipped: SHIPPED }, "verify");
    expect(entries.map(({ id, state }) => `${id} ${state}`)).toEqual(["marquee-copy ready", "marquee-paint ready"]);
    for (const entry of entries) expect(entry).toMatchObject({ origin: "shipped", licence: "Apache-2.0" });
  });

  it("says of each what its papers say, shipped ones first", async () => {
    await add("added", "a");
    await add("shipped", "paint", { id: "z" });
    const entries = await listModels(shelves, "glance");
    expect(entries.map(({ id }) => id)).toEqual(["z", "a"]);
    expect(entries[1]).toEqual({
      id: "a",
      kind: "picture",
      version: "1",
      licence: "MIT",
      bytes: PLAIN.length,
      memoryMb: 10,
      folder: join(shelves.added, "a"),
      origin: "added",
      state: "ready",
      reason: null,
    });
  });

  it("refuses one and keeps the others", async () => {
    for (const id of ["a", "b", "c"]) await add("added", id);
    await writeFile(join(shelves.added, "b", "net.onnx"), "short");
    await writeFiles(join(shelves.added, "c"), { "manifest.json": "{" });
    const entries = await listModels(shelves, "glance");
    expect(entries.map(({ id, state }) => `${id} ${state}`)).toEqual(["a ready", "b refused", "c refused"]);
    expect(entries[1]?.reason).toMatch(/^model b: net\.onnx has 5 bytes/);
    expect(entries[2]).toMatchObject({ kind: null, bytes: null });
    expect(entries[2]?.reason).toMatch(/^model c: manifest\.json cannot be read/);
    expect((await findModel(shelves, "a")).state).toBe("ready");
    await expect(findModel(shelves, "d")).rejects.toThrow("there are a, b, c");
  });

  it("sees a changed byte when it verifies, not at a glance", async () => {
    await add("added", "a");
    const changed = Buffer.from(PLAIN);
    changed[changed.length - 1] = 14;
    await writeFile(join(shelves.added, "a", "net.onnx"), changed);
    expect(await listModels(shelves, "glance")).toMatchObject([{ state: "ready" }]);
    const [entry] = await listModels(shelves, "verify");
    expect(entry?.reason).toMatch(/^model a: net\.onnx has sha256/);
  });

  it("lets nobody take a shipped model's name, not even of a shipped model that is refused", async () => {
    await add("shipped", "paint", { id: "mine" });
    await add("added", "mine");
    await writeFile(join(shelves.shipped, "paint", "net.onnx"), "x");
    const entries = await listModels(shelves, "glance");
    expect(entries.map(({ origin, state }) => `${origin} ${state}`)).toEqual(["shipped refused", "added refused"]);
    expect(entries[1]?.reason).toBe("model mine: mine has the name of a model that is shipped already");
    expect((await findModel(shelves, "mine")).origin).toBe("shipped");
  });

  it("refuses a folder that was renamed or is a link, and leaves the store's own things out", async () => {
    await add("added", "a");
    await add("added", ".pulls");
    await writeFile(join(shelves.added, "notes.txt"), "");
    await rename(join(shelves.added, "a"), join(shelves.added, "b"));
    await mkdir(join(shelves.added, "empty"));
    await symlink(join(shelves.added, "b"), join(shelves.added, "link"));
    const entries = await listModels(shelves, "glance");
    expect(entries.map(({ reason }) => reason)).toEqual([
      "model a: its folder is called b; add it again",
      "model empty: manifest.json cannot be read: it is missing",
      "model link: its folder is a link; add the model itself",
    ]);
  });

  it("stops when it is told to, instead of refusing everything", async () => {
    await add("added", "a");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(listModels(shelves, "verify", { signal })).rejects.toThrow("enough");
  });
});
