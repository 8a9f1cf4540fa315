import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPapers } from "../papers.ts";
import { manifestFor, sha256Of, writeModel } from "../testing/folder.ts";
import { COMMIT, type Exchange, type Fault, REPO, stallAfter, startHub } from "../testing/hub.ts";
import { PLAIN } from "../testing/networks.ts";
import { CONFIG, FILES, NETWORK, type Pulling, startPulling } from "../testing/pulling.ts";
import type { PullOptions } from "./request.ts";

let world: Pulling;
beforeEach(async () => {
  world = await startPulling();
});
afterEach(() => world.close());

describe("pull", () => {
  it("fetches what running takes, writes papers that pin it, and says so the second time", async () => {
    const { manifest, outcome } = await world.pull();
    expect(outcome).toBe("pulled");
    expect(manifest).toMatchObject({
      id: "tiny",
      kind: "text",
      licence: "mit",
      version: COMMIT.slice(0, 12),
      source: `${REPO} at commit ${COMMIT}`,
      hub: { repo: REPO, revision: "main", commit: COMMIT },
    });
    expect(manifest.files).toEqual(
      ["config.json", NETWORK, "tokenizer.json"].map((path) => ({
        path,
        sha256: sha256Of(FILES[path] ?? ""),
        bytes: Buffer.byteLength(FILES[path] ?? ""),
      })),
    );
    expect((await readPapers(join(world.shelves.added, "tiny"))).contents.get(NETWORK)).toEqual(PLAIN);
    expect(await readdir(join(world.shelves.added, ".pulls"))).toEqual([]);
    const before = world.hub.asked.length;
    expect((await world.pull()).outcome).toBe("already-here");
    expect(world.hub.asked.length).toBe(before + 1);
  });

  it("takes another name, other files and another licence when told", async () => {
    const { manifest } = await world.pull({ id: "mine", licence: "Apache-2.0", globs: ["*.json", "onnx/model.onnx"] });
    expect(manifest).toMatchObject({ id: "mine", licence: "Apache-2.0" });
    expect(manifest.files.map(({ path }) => path)).toEqual(["config.json", "onnx/model.onnx", "tokenizer.json"]);
    await expect(world.pull({ id: "mine", globs: ["onnx/*.onnx"] })).rejects.toThrow(
      `model mine: it is here without ${NETWORK}`,
    );
  });

  it("follows a manifest that the repository holds", async () => {
    await world.hub.close();
    const files = { "net.onnx": PLAIN };
    const own = manifestFor(files, { id: "theirs", taste: "sweet", memoryMb: 77 });
    world.hub = await startHub({ ...files, "config.json": "{}", "manifest.json": JSON.stringify(own) });
    const { manifest } = await world.pull();
    expect(manifest).toMatchObject({ id: "tiny", kind: "picture", licence: "MIT", taste: "sweet", memoryMb: 77 });
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it("tells how far it is", async () => {
    const told: string[] = [];
    const tell: PullOptions["tell"] = ({ path, done, total }) => told.push(`${path} ${done}/${total}`);
    await world.pull({}, {}, { tell });
    const total = PLAIN.length + 2 + CONFIG.length;
    expect(told.at(-1)).toBe(`${NETWORK} ${total}/${total}`);
  });
});

describe("a pull goes on", () => {
  it.each<[string, Fault]>([
    ["500, 503 and then well", ({ response, before }) => before < 2 && !!response.writeHead(500 + 3 * before).end()],
    [
      "429 with a time to wait",
      ({ response, before }) => before < 1 && !!response.writeHead(429, { "Retry-After": "0.01" }).end(),
    ],
    ["a connection closed at once", ({ response, before }) => before < 1 && !!response.destroy()],
  ])("after %s", async (_name, fault) => {
    world.hub.faults.set(NETWORK, fault);
    world.hub.faults.set("", fault);
    await world.pull();
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it.each([
    ["broken", (count: number, exchange: Exchange) => world.breakAfter(count, exchange)],
    ["stalled", stallAfter],
  ])("where a %s connection stopped", async (_name, stop) => {
    world.hub.faults.set(NETWORK, (exchange) => exchange.before < 1 && stop(40, exchange));
    await world.pull({}, { stallMs: 1_000 });
    expect(await world.visible()).toEqual(["tiny ready"]);
    const ranges = world.hub.asked.filter(({ host }) => host === "cdn").map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, "bytes=40-"]);
  });

  it("from the part of an earlier pull, and from files that were whole", async () => {
    world.hub.faults.set(NETWORK, (exchange) => world.breakAfter(40 + exchange.before, exchange));
    await expect(world.pull()).rejects.toThrow(
      /^model tiny: onnx\/model_quantized\.onnx the connection broke .*; 3 tries$/,
    );
    expect(await world.visible()).toEqual([]);
    world.hub.faults.clear();
    const before = world.hub.asked.length;
    await world.pull();
    expect(
      world.hub.asked.slice(before).map(({ url, headers }) => `${url.split("?")[0]} ${headers.range ?? "whole"}`),
    ).toEqual([
      `/api/models/${REPO}/revision/main whole`,
      `/${REPO}/resolve/${COMMIT}/${NETWORK} bytes=42-`,
      `/${encodeURIComponent(NETWORK)} bytes=42-`,
    ]);
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it("from the beginning where the hub ignores ranges", async () => {
    world.hub.faults.set(NETWORK, (exchange) => {
      if (exchange.before < 1) return world.breakAfter(40, exchange);
      exchange.request.headers.range = undefined;
      return false;
    });
    await world.pull();
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it.each([
    ["says so by If-Range", false],
    ["is one that ignores If-Range", true],
  ])("from the beginning where the file changed and the hub %s", async (_name, ignores) => {
    const old = Buffer.from(PLAIN).fill(1);
    world.hub.listing = { siblings: [{ rfilename: "config.json" }, { rfilename: NETWORK }] };
    world.hub.faults.set(NETWORK, ({ request, response, before }) => {
      if (before < 1) return world.breakAfter(40, { request, response, bytes: old, before });
      if (ignores) request.headers["if-range"] = undefined;
      return false;
    });
    await world.pull();
    expect((await readPapers(join(world.shelves.added, "tiny"))).contents.get(NETWORK)).toEqual(PLAIN);
  });

  it("from the beginning where the rest does not begin where it was asked to", async () => {
    world.hub.faults.set(NETWORK, ({ request, response, bytes, before }) => {
      if (before < 1) return world.breakAfter(40, { request, response, bytes, before });
      if (before < 2) request.headers.range = "bytes=7-";
      return false;
    });
    await world.pull();
    expect(await world.visible()).toEqual(["tiny ready"]);
  });

  it("without the hub's sizes and hashes, and then pins what came", async () => {
    world.hub.listing = { siblings: ["config.json", "tokenizer.json", NETWORK].map((rfilename) => ({ rfilename })) };
    const { manifest } = await world.pull();
    expect(manifest.files.map(({ sha256 }) => sha256)).toContain(sha256Of(PLAIN));
  });
});

describe("what is in the store already", () => {
  it("is verified by a second pull, down to the byte", async () => {
    await world.pull();
    await writeFile(join(world.shelves.added, "tiny", "tokenizer.json"), "[]");
    await expect(world.pull()).rejects.toThrow("model tiny: tokenizer.json has sha256");
  });

  it("is not replaced by another commit, another repository or another hash", async () => {
    await world.pull();
    world.hub.listing = { sha: COMMIT.replace("0", "f") };
    await expect(world.pull()).rejects.toThrow(`it is here at commit ${COMMIT}, the hub has f123`);
    world.hub.listing = { siblings: [{ rfilename: NETWORK, lfs: { sha256: sha256Of("other"), size: PLAIN.length } }] };
    await expect(world.pull()).rejects.toThrow("though the commit is the same");
    await rm(join(world.shelves.added, "tiny"), { recursive: true });
    await writeModel(join(world.shelves.added, "tiny"), { "net.onnx": PLAIN });
    await expect(world.pull()).rejects.toThrow("there is one already, from made by a test; remove it first");
    await writeModel(join(world.shelves.shipped, "x"), { "net.onnx": PLAIN }, { id: "tiny" });
    await expect(world.pull()).rejects.toThrow("model tiny: it ships with Marquee; give another --id");
  });

  it("is fetched by one process at a time; a lock of a process that is gone does not count", async () => {
    const lock = join(world.shelves.added, ".pulls", "tiny.lock");
    await mkdir(join(world.shelves.added, ".pulls"), { recursive: true });
    await writeFile(lock, `${process.ppid}`);
    await expect(world.pull()).rejects.toThrow(`model tiny is being pulled by process ${process.ppid}`);
    for (const old of ["4194399", `${process.pid}`, "", "x"]) {
      await writeFile(lock, old);
      await world.pull();
      await expect(stat(lock)).rejects.toThrow();
    }
  });
});

describe("the token", () => {
  const token = () => ({ value: "hf_secret", origin: world.hub.url });

  it("goes to the hub and no further", async () => {
    await world.pull({}, { token: token() });
    for (const { host, headers } of world.hub.asked)
      expect(headers.authorization).toBe(host === "hub" ? "Bearer hf_secret" : undefined);
    expect(world.hub.asked.some(({ host }) => host === "cdn")).toBe(true);
    expect(await readFile(join(world.shelves.added, "tiny", "manifest.json"), "utf8")).not.toContain("secret");
  });

  it("does not go to a mirror", async () => {
    await world.pull({}, { token: { value: "hf_secret", origin: "https://hub.example" } });
    for (const { headers } of world.hub.asked) expect(headers.authorization).toBeUndefined();
  });
});
