import { execFileSync } from "node:child_process";
import { link, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSession } from "./onnx/session.ts";
import { isPlainPath } from "./papers/manifest.ts";
import { glancePapers, Manifest, readPapers } from "./papers.ts";
import { type Files, manifestFor, scratch, sha256Of, writeFiles, writeModel } from "./testing/folder.ts";
import { PLAIN, WEIGHTS, WITH_EXTERNAL, withLocation } from "./testing/networks.ts";

let outer: string;
let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder: outer, remove } = await scratch());
  folder = join(outer, "model");
  await mkdir(folder);
});
afterEach(() => remove());

const FILES: Files = { "unet/model.onnx": PLAIN, "config.json": "{}" };

describe("papers", () => {
  it("give a verified model its bytes, its places and a name", async () => {
    await writeModel(folder, FILES, { taste: "sweet" });
    const papers = await readPapers(folder);
    expect(papers.contents.get("unet/model.onnx")).toEqual(PLAIN);
    expect(papers.places.get("unet/model.onnx")).toBe(join(papers.folder, "unet", "model.onnx"));
    expect(papers.sha256).toBe(sha256Of(`${sha256Of(PLAIN)}\n${sha256Of("{}")}`));
    expect(papers.taste).toBe("sweet");
  });

  it("keep only small files in memory, and hash all of them block by block", async () => {
    const large = Buffer.alloc(3 * 1024 * 1024 + 1, 7);
    await writeModel(folder, { "big.data": large, "small.txt": "s" });
    let seen = 0;
    const papers = await readPapers(folder, { keepBytes: 10, onBytes: (bytes) => (seen += bytes) });
    expect([...papers.contents.keys()]).toEqual(["small.txt"]);
    expect(seen).toBe(large.length + 1);
    large[large.length - 1] = 8;
    await writeFile(join(folder, "big.data"), large);
    await expect(readPapers(folder, { keepBytes: 10 })).rejects.toThrow("model tiny: big.data has sha256");
  });

  it("hold for an empty file", async () => {
    await writeModel(folder, { "empty.txt": "" });
    expect((await readPapers(folder)).contents.get("empty.txt")).toHaveLength(0);
  });

  it("stop when they are told to", async () => {
    await writeModel(folder, FILES);
    await expect(readPapers(folder, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(/^enough$/);
  });

  it("at a glance see all but a change that keeps the size", async () => {
    await writeModel(folder, FILES);
    await writeFile(join(folder, "config.json"), "[]");
    expect((await glancePapers(folder)).contents.size).toBe(0);
    await expect(readPapers(folder)).rejects.toThrow("model tiny: config.json has sha256");
    await writeFile(join(folder, "config.json"), "[1]");
    await expect(glancePapers(folder)).rejects.toThrow("model tiny: config.json has 3 bytes, its papers say 2");
  });

  it.each<[string, () => Promise<void>, string]>([
    ["missing", () => rm(join(folder, "config.json")), "config.json is missing"],
    [
      "linked",
      async () => {
        await rename(join(folder, "config.json"), join(outer, "elsewhere"));
        await symlink(join(outer, "elsewhere"), join(folder, "config.json"));
      },
      "config.json is not a regular file",
    ],
    [
      "a pipe, which would keep its reader waiting for ever",
      async () => {
        await rm(join(folder, "config.json"));
        execFileSync("mkfifo", [join(folder, "config.json")]);
      },
      "config.json is not a regular file",
    ],
    ["hard-linked", () => link(join(folder, "config.json"), join(outer, "twin")), "config.json has more than one link"],
    [
      "outside, through a linked parent",
      async () => {
        await rename(join(folder, "unet"), join(outer, "unet"));
        await symlink(join(outer, "unet"), join(folder, "unet"));
      },
      "unet/model.onnx is outside its folder",
    ],
    [
      "inside, through a linked parent",
      async () => {
        await rename(join(folder, "unet"), join(folder, "net"));
        await symlink("net", join(folder, "unet"));
      },
      "unet/model.onnx is reached through a link",
    ],
    [
      "a Git LFS pointer",
      () =>
        writeFile(
          join(folder, "unet/model.onnx"),
          `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256Of(PLAIN)}\nsize ${PLAIN.length}\n`,
        ),
      "unet/model.onnx is a Git LFS pointer, not the file itself; run git lfs pull",
    ],
  ])("refuse a file that is %s", async (_name, spoil, reason) => {
    await writeModel(folder, FILES);
    await readPapers(folder);
    await spoil();
    await expect(readPapers(folder)).rejects.toThrow(`model tiny: ${reason}`);
    await expect(glancePapers(folder)).rejects.toThrow(`model tiny: ${reason}`);
  });

  it("name the folder where the manifest does not say the model's name", async () => {
    await expect(readPapers(folder)).rejects.toThrow("model model: manifest.json cannot be read: it is missing");
    await writeFiles(folder, { "manifest.json": JSON.stringify({ ...manifestFor(FILES), kind: "poet" }) });
    await expect(readPapers(folder)).rejects.toThrow(/^model tiny: manifest\.json cannot be read: kind [^\n]+$/);
    await rm(join(folder, "manifest.json"));
    await symlink(join(outer, "x"), join(folder, "manifest.json"));
    await expect(readPapers(folder)).rejects.toThrow("it is not a regular file with one name");
  });
});

describe("paths of a manifest", () => {
  it.each(["model.onnx", "unet/model.onnx", "a/b/c/d.bin", "_x/y-1.2+z", "model.onnx_data"])("may be %s", (path) => {
    expect(isPlainPath(path)).toBe(true);
  });

  const hostile = ["", ".", "..", "../x", "a/../x", "/x", "a//x", "a/", "a\\x", "C:x", ".hidden", "a/b/c/d/e"];
  it.each([...hostile, "x.", "a\0b", "a b", "x\n", "é", "a/./b", "x".repeat(201)])("may not be %j", (path) => {
    expect(isPlainPath(path)).toBe(false);
    const files = [{ path, sha256: sha256Of(""), bytes: 0 }];
    expect(Manifest.safeParse({ ...manifestFor({}), files }).success).toBe(false);
  });

  it("may not come twice, in any case, nor be the manifest itself, nor be missing where a tensor names one", () => {
    const tensor = { name: "x", type: "float32", shape: [4], range: "any" };
    const refused = [
      manifestFor({ "a.onnx": "1", "A.onnx": "2" }),
      manifestFor({ "Manifest.json": "1" }),
      manifestFor(FILES, { inputs: [{ ...tensor, file: "vae/model.onnx" }] }),
    ];
    for (const manifest of refused) expect(Manifest.safeParse(manifest).error?.message).toMatch(/lists|does not list/);
    expect(Manifest.parse(manifestFor(FILES, { inputs: [{ ...tensor, layout: "NCHW" }] })).inputs).toMatchObject([
      { layout: "NCHW" },
    ]);
  });
});

describe("tensors outside the network's file", () => {
  const places = Object.entries(WITH_EXTERNAL);

  it.each(places)("are found in an %s, and load when the papers list them beside it", async (_where, network) => {
    await writeModel(folder, { "unet/m.onnx": network, "unet/w.bin": WEIGHTS });
    const papers = await readPapers(folder);
    const session = await openSession(papers.places.get("unet/m.onnx") ?? "", { threads: 1 });
    await session.release();
  });

  it.each(places)("are refused in an %s when they are not listed, whatever the file is called", async (_w, network) => {
    await writeModel(folder, { "unet/m.onnx": network, "w.bin": WEIGHTS });
    await writeFile(join(folder, "unet/w.bin"), WEIGHTS);
    const reason = "keeps a tensor in unet/w.bin, which its papers do not list";
    await expect(readPapers(folder)).rejects.toThrow(`model tiny: unet/m.onnx ${reason}`);
    await writeModel(folder, { "unet/m.weights": network, "w.bin": WEIGHTS });
    await expect(glancePapers(folder)).rejects.toThrow(`model tiny: unet/m.weights ${reason}`);
  });

  it.each(["../wb", "/wbin", "a\\bin", "a/../", "*/_OR"])("are refused in %s", async (location) => {
    await writeModel(folder, { "m.onnx": withLocation(WITH_EXTERNAL.initializer, location), "w.bin": WEIGHTS });
    await expect(readPapers(folder)).rejects.toThrow("model tiny: m.onnx keeps a tensor outside its folder, in");
  });

  it("are no part of a network that is whole, which may not be cut or another thing", async () => {
    for (const [name, bytes] of [
      ["cut", PLAIN.subarray(0, 40)],
      ["text", Buffer.from("<!doctype html>")],
      ["zeros", Buffer.alloc(64)],
    ] as const) {
      await writeModel(folder, { [`${name}.onnx`]: bytes });
      await expect(readPapers(folder)).rejects.toThrow(/model tiny: \w+\.onnx is .*not an ONNX file/);
    }
  });

  it("are found behind weights of many blocks", async () => {
    const size = (bytes: number) => [0, 7, 14].map((shift) => ((bytes >> shift) & 0x7f) | 0x80).concat(bytes >> 21);
    const field = (number: number, body: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, ...size(body.length)]), body]);
    const graph = field(7, field(5, field(9, Buffer.alloc(5 * 1024 * 1024))));
    await writeModel(folder, { "m.onnx": Buffer.concat([graph, WITH_EXTERNAL.initializer]) });
    await expect(glancePapers(folder)).rejects.toThrow("keeps a tensor in w.bin");
  });
});
