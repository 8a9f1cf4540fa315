import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isHopeless } from "../../core/errors.ts";
import { tinyFolder } from "../diffusion/fixtures/folders.ts";
import { examplePicture } from "../paint/example.ts";
import { openPainter } from "../paint/painter.ts";
import { scratch, writeModel } from "../testing/folder.ts";
import { hosted, pictureOf } from "../testing/hosted.ts";
import { loadAndUnload } from "../testing/rounds.ts";
import { type Host, openHost } from "./host.ts";
import type { HostedModel, HostSettings } from "./settings.ts";

// Processes start in a third of a second; a busy machine must not fail for slowness.
vi.setConfig({ testTimeout: 180_000 });

const quiet = new AbortController().signal;
const grey = { picture: pictureOf(100) };
const hang = { picture: pictureOf(255) };

function opened(names: readonly (string | HostedModel)[], settings: Partial<HostSettings> = {}): Host {
  const models = names.map((name) => (typeof name === "string" ? hosted(name) : name));
  const host = openHost({ models, memoryMb: 2_000, threads: 1, ...settings });
  onTestFinished(() => host.close());
  return host;
}

const pidsOf = (host: Host) => host.running().map(({ pid }) => pid);
const idsOf = (host: Host) => host.running().map(({ id }) => id);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 1_000 && isAlive(pid); i++) await sleep(10);
  expect(isAlive(pid)).toBe(false);
}

async function emptied(host: Host): Promise<void> {
  for (let i = 0; i < 1_000 && host.running().length > 0; i++) await sleep(10);
  expect(host.running()).toEqual([]);
}

/** Asks a loaded model for something that hangs. @returns its process, in the middle of it */
async function hungOn(host: Host, ask: () => void): Promise<number> {
  await host.start("tiny-loop");
  ask();
  await sleep(600); // it has been told, and its runtime loops
  return host.running().find(({ id }) => id === "tiny-loop")?.pid ?? 0;
}

describe("a hosted model", () => {
  it("is started when it is first asked, in a process of its own, and answers one call after the other", async () => {
    const host = opened(["identity", "bytes"]);
    const [identity, bytes] = [await host.picture("tiny-identity"), await host.picture("tiny-bytes")];
    expect(host.running()).toEqual([]);
    const pictures = [1, 2, 3].map((value) => ({ picture: pictureOf(value) }));
    expect(await Promise.all(pictures.map((one) => identity.apply(one, quiet)))).toEqual(pictures);
    expect(idsOf(host)).toEqual(["tiny-identity"]);
    const [pid] = pidsOf(host);
    expect(await bytes.apply(grey, quiet)).toEqual({ picture: pictureOf(155) });
    await identity.apply(grey, quiet);
    expect(idsOf(host)).toEqual(["tiny-identity", "tiny-bytes"]);
    expect(pidsOf(host)[0]).toBe(pid);
    expect(new Set([...pidsOf(host), process.pid]).size).toBe(3);
  });

  it("paints the bytes that it paints without a host, and has the same papers", async () => {
    const folder = fileURLToPath(new URL("../weights/paint", import.meta.url));
    const host = opened([{ id: "marquee-paint", kind: "painter", folder, memoryMb: 700, reason: null }]);
    const [there, here] = [await host.image("marquee-paint"), await openPainter({ folder, threads: 1 })];
    const request = {
      storyboard: examplePicture(40, 24),
      styles: { ink: 1 },
      strength: 1,
      prompt: "",
      seed: 3,
    } as const;
    const painted = await there.paint({ ...request, quality: "full" }, quiet);
    expect(painted).toEqual(await here.paint({ ...request, quality: "full" }, quiet));
    expect(there.papers).toEqual(here.papers);
    await here.close();
  });

  it("passes on its progress, and a cancellation between two steps, in the same process", async () => {
    const host = opened(["blur-64"]);
    const blur = await host.picture("tiny-blur-64");
    const steps: string[] = [];
    await blur.apply({ picture: examplePicture(150, 60) }, quiet, (done, total) => steps.push(`${done}/${total}`));
    expect(steps).toEqual(["1/3", "2/3", "3/3"]);
    const pids = pidsOf(host);
    const stop = new AbortController();
    const reason = new Error("no longer wanted");
    let told = 0;
    const cancelled = blur.apply({ picture: examplePicture(6_000, 60) }, stop.signal, () => {
      told++;
      stop.abort(reason);
    });
    await expect(cancelled).rejects.toBe(reason);
    await blur.apply(grey, quiet);
    expect([told, pidsOf(host)]).toEqual([1, pids]);
  });

  it("runs a Stable Diffusion model step by step, and stops it between two", async () => {
    const { folder, remove } = await scratch();
    onTestFinished(remove);
    await writeModel(folder, tinyFolder("sd"), { id: "tiny-sd", kind: "diffusion" });
    const host = opened([{ id: "tiny-sd", kind: "diffusion", folder, memoryMb: 400, reason: null }]);
    const model = await host.image("tiny-sd");
    const request = {
      storyboard: examplePicture(64, 64),
      styles: { ink: 1 },
      strength: 1,
      quality: "full",
      prompt: "a lighthouse",
      seed: 1,
    } as const;
    const steps: number[] = [];
    const painted = await model.paint(request, quiet, (done) => steps.push(done));
    expect(painted).toMatchObject({ widthPx: 64, heightPx: 64 });
    expect(steps.length).toBeGreaterThan(1);
    const pids = pidsOf(host);
    const stop = new AbortController();
    const reason = new Error("no longer wanted");
    let told = 0;
    const cancelled = model.paint(request, stop.signal, () => {
      if (++told === 1) stop.abort(reason);
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(await model.paint(request, quiet)).toEqual(painted);
    expect([told, pidsOf(host)]).toEqual([1, pids]);
  });

  it("says what went wrong as the model said it, and goes on", async () => {
    const host = opened(["broken"]);
    const broken = await host.picture("tiny-broken");
    const black = broken.apply({ picture: pictureOf(0) }, quiet);
    await expect(black).rejects.toThrow('model tiny-broken: its output "painted" is not a number at 0');
    const pids = pidsOf(host);
    expect((await broken.apply(grey, quiet)).picture).toEqual(pictureOf(255));
    expect(pidsOf(host)).toEqual(pids);
  });

  it("sees no environment but its own", async () => {
    const host = opened(["identity"], { env: { A: "1" } });
    await host.start("tiny-identity");
    if (!existsSync("/proc/self/environ")) return;
    const seen = readFileSync(`/proc/${pidsOf(host)[0]}/environ`, "utf8")
      .split("\0")
      .filter(Boolean);
    expect(seen.filter((one) => !one.startsWith("NODE_CHANNEL")).sort()).toEqual(["A=1", "MALLOC_ARENA_MAX=2"]);
  });
});

describe("a model that hangs or dies", () => {
  it("is killed at its time limit, with an error that may be tried again; the next call works", async () => {
    const lines: string[] = [];
    const host = opened(["loop"], { timeLimitMs: 2_000, log: (line) => lines.push(line) });
    const loop = await host.picture("tiny-loop");
    await host.start("tiny-loop");
    const [pid = 0] = pidsOf(host);
    const [hung, next] = await Promise.allSettled([
      loop.apply(hang, quiet),
      loop.apply({ picture: pictureOf(0) }, quiet),
    ]);
    const reason = hung.status === "rejected" ? hung.reason : null;
    expect(reason.message).toBe("model tiny-loop: its process was killed after 2000 ms while it worked");
    expect(isHopeless(reason)).toBe(false);
    expect(next).toEqual({ status: "fulfilled", value: { picture: pictureOf(0) } });
    expect([isAlive(pid), pidsOf(host).includes(pid)]).toEqual([false, false]);
    expect(lines).toEqual(["model tiny-loop: its process was killed after 2000 ms"]);
  });

  it("costs one call when it crashes, and none when it was idle", async () => {
    const host = opened(["loop"]);
    const loop = await host.picture("tiny-loop");
    const lost = expect(
      hungOn(host, () => {}).then((pid) => {
        setTimeout(() => process.kill(pid, "SIGKILL"), 200);
        return loop.apply(hang, quiet);
      }),
    );
    await lost.rejects.toThrow("model tiny-loop: its process ended with SIGKILL while it worked");
    await loop.apply({ picture: pictureOf(0) }, quiet);
    const [idle = 0] = pidsOf(host);
    process.kill(idle, "SIGKILL");
    await gone(idle);
    await sleep(20);
    await loop.apply({ picture: pictureOf(0) }, quiet);
    expect(pidsOf(host)).not.toContain(idle);
  });

  it("is cancelled at once for who asked, and killed when it does not stop", async () => {
    const host = opened(["loop"]);
    const loop = await host.picture("tiny-loop");
    const stop = new AbortController();
    const reason = new Error("closing");
    let both: Promise<unknown>[] = [];
    const pid = await hungOn(host, () => {
      both = [loop.apply(hang, stop.signal), loop.apply(hang, stop.signal)];
    });
    const began = performance.now();
    stop.abort(reason);
    expect(await Promise.allSettled(both)).toEqual(Array(2).fill({ status: "rejected", reason }));
    expect(isAlive(pid)).toBe(true); // it has two seconds
    await loop.apply({ picture: pictureOf(0) }, quiet);
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(isAlive(pid)).toBe(false);
    await expect(loop.apply(grey, stop.signal)).rejects.toBe(reason);
  });

  it("ends with its host, also in the middle of an inference when the host is killed", async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL("../testing/host-parent.ts", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said] = await once(parent.stdout, "data");
    const pid = Number(said);
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await gone(pid);
  });

  it("is closed with what it was asked", async () => {
    const host = opened(["loop", "identity"]);
    const loop = await host.picture("tiny-loop");
    let told: Promise<PromiseSettledResult<unknown>[]> = Promise.resolve([]);
    const pid = await hungOn(host, () => {
      told = Promise.allSettled([loop.apply(hang, quiet), loop.apply(hang, quiet)]);
    });
    await host.close();
    expect(await told).toHaveLength(2);
    for (const one of await told) expect(one).toMatchObject({ reason: { code: "shutting_down" } });
    await gone(pid);
    await expect(loop.apply(grey, quiet)).rejects.toMatchObject({ code: "shutting_down" });
    await expect(host.start("tiny-identity")).rejects.toMatchObject({ code: "shutting_down" });
  });
});

describe("the memory budget", () => {
  it("unloads the idle model that was used least recently", async () => {
    const host = opened(["identity", "bytes", "wide"], { memoryMb: 1_000 });
    for (const name of ["identity", "bytes", "identity", "wide"]) {
      await (await host.picture(`tiny-${name}`)).apply(grey, quiet);
    }
    expect(idsOf(host)).toEqual(["tiny-identity", "tiny-wide"]);
    await (await host.picture("tiny-bytes")).apply(grey, quiet);
    expect(idsOf(host)).toEqual(["tiny-wide", "tiny-bytes"]);
  });

  it("lets a call wait for a busy model's room, and nobody for ever", async () => {
    const host = opened(["loop", "identity"], { memoryMb: 500, timeLimitMs: 3_000 });
    const [loop, identity] = [await host.picture("tiny-loop"), await host.picture("tiny-identity")];
    let told = Promise.resolve();
    await hungOn(host, () => {
      told = expect(loop.apply(hang, quiet)).rejects.toThrow("was killed after 3000 ms");
    });
    const waits = identity.apply(grey, quiet);
    const leaves = identity.apply(grey, AbortSignal.timeout(50));
    await expect(leaves).rejects.toThrow("timeout");
    expect(await waits).toEqual(grey);
    await told;
    expect(idsOf(host)).toEqual(["tiny-identity"]);
  });

  it("takes turns where only one model fits and both have much to do", async () => {
    const host = opened(["wide", "identity"], { memoryMb: 500 });
    const order: string[] = [];
    const ask = async (name: string) => {
      const model = await host.picture(`tiny-${name}`);
      await Promise.all([1, 2].map(() => model.apply(grey, quiet).then(() => order.push(name))));
    };
    await Promise.all([ask("wide"), ask("identity")]);
    expect(order.toSorted()).toEqual(["identity", "identity", "wide", "wide"]);
    expect(host.running()).toHaveLength(1);
  });

  it("refuses a model that alone is larger", async () => {
    const host = opened(["identity"], { memoryMb: 399 });
    const told = "model tiny-identity: it needs 400 MB, and all models together may hold 399 MB";
    await expect(host.picture("tiny-identity")).rejects.toThrow(told);
    await expect(host.start("tiny-identity")).rejects.toThrow(told);
  });

  it("counts what a process really holds where that is more than its papers say", async () => {
    const modest = (name: string) => ({ ...hosted(name), memoryMb: 1 });
    const host = opened([modest("identity"), modest("wide")], { memoryMb: 2, recycleMb: 10_000 });
    const identity = await host.picture("tiny-identity");
    await identity.apply(grey, quiet);
    await emptied(host); // it alone is over the budget, and is given up after its call
    expect(await identity.apply(grey, quiet)).toEqual(grey);
  });

  it("replaces a process that has grown past its limit", async () => {
    const lines: string[] = [];
    const host = opened(["identity"], { recycleMb: 10, log: (line) => lines.push(line) });
    const identity = await host.picture("tiny-identity");
    await identity.apply(grey, quiet);
    await emptied(host);
    await identity.apply(grey, quiet);
    await emptied(host);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^model tiny-identity: its process is replaced, holding \d+ MB$/);
  });

  it("comes back from loading and unloading ten times with what it had", async () => {
    const { processes, files, resources, heapMb } = await loadAndUnload(10);
    expect({ processes, files, resources }).toEqual({ processes: 10, files: 0, resources: 0 });
    expect(heapMb).toBeLessThan(2);
  });
});

describe("a model that does not hold", () => {
  it("is refused by name with its reason, and the others go on", async () => {
    const copy = await mkdtemp(join(tmpdir(), "marquee-host-"));
    onTestFinished(() => rm(copy, { recursive: true }));
    await cp(hosted("wide").folder, copy, { recursive: true });
    const wide = { ...hosted("wide"), folder: copy };
    const refused = { ...hosted("bytes"), reason: "model tiny-bytes: network.onnx is missing" };
    const host = opened([wide, refused, "identity"]);
    await expect(host.picture("tiny-bytes")).rejects.toThrow("model tiny-bytes: network.onnx is missing");
    await expect(host.picture("tiny")).rejects.toThrow(
      "model tiny: there is none of this name; there are tiny-wide, tiny-bytes, tiny-identity",
    );
    await expect(host.image("tiny-identity")).rejects.toThrow("tiny-identity: it is a picture and no image model");

    // Same length, another content: only hashing shows it, which its own process does.
    const model = await host.picture("tiny-wide");
    const network = readFileSync(join(copy, "network.onnx"));
    network[network.length - 1] = (network.at(-1) as number) ^ 1;
    await writeFile(join(copy, "network.onnx"), network);
    await expect(model.apply(grey, quiet)).rejects.toThrow("model tiny-wide: network.onnx has sha256");
    await expect(host.start("tiny-wide")).rejects.toThrow("model tiny-wide: network.onnx has sha256");
    expect(await (await host.picture("tiny-identity")).apply(grey, quiet)).toEqual(grey);
  });

  it("is refused when its folder holds other weights than when it was chosen", async () => {
    const copy = await mkdtemp(join(tmpdir(), "marquee-host-"));
    onTestFinished(() => rm(copy, { recursive: true }));
    await cp(hosted("wide").folder, copy, { recursive: true });
    const host = opened([{ ...hosted("wide"), folder: copy }, "identity"]);
    const model = await host.picture("tiny-wide");
    await cp(hosted("identity").folder, copy, { recursive: true });
    await expect(model.apply(grey, quiet)).rejects.toThrow("model tiny-wide: its weights are not those of before");
    expect(host.running()).toEqual([]);
  });
});
