import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Studio } from "../core/ports.ts";
import { openStudio } from "./studio-process.ts";
import * as sample from "./testing/samples.ts";

const entry = new URL("./testing/studio-entry.ts", import.meta.url);
const lines: string[] = [];
const settings = { entry, processes: 1, timeoutMs: 1_500, log: (line: string) => lines.push(line) };
let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({ ...settings, maxResidentBytes: 200_000_000 });
});
afterAll(() => studio.close());

const running = () => new AbortController().signal;
const make = (what: string, signal = running()) => studio.make(sample.brief(what, { title: what }), signal);
const pidOf = async () => Number((await make("pid")).provenance.prompt);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it("makes what is asked, one after the other, in one process, bytes as bytes", async () => {
  const all = await Promise.all([make("a"), make("b"), make("c")]);
  expect(all.map(({ creativeId }) => creativeId)).toEqual(["a", "b", "c"].map(sample.creativeId));
  expect(all[0]?.renditions[0]?.bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(new Set(all.map(({ provenance }) => provenance.prompt)).size).toBe(1);
});

it("passes on what went wrong, with its code, and goes on in the same process", async () => {
  const pid = await pidOf();
  await expect(make("throw")).rejects.toThrow("no paint");
  await expect(make("throw-disk")).rejects.toMatchObject({ code: "storage_full", message: "storage_full: disk" });
  expect(await pidOf()).toBe(pid);
});

it("loses one creative to a crash, not the next", async () => {
  const pid = await pidOf();
  const [crashed, next] = await Promise.allSettled([make("crash"), make("pid")]);
  expect(crashed).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining("SIGKILL") } });
  expect(next.status).toBe("fulfilled");
  expect(await pidOf()).not.toBe(pid);
});

it("kills a child that hangs, also one that holds its event loop", async () => {
  const pid = await pidOf();
  await expect(make("spin")).rejects.toThrow("was killed after 1500 ms");
  expect(isAlive(pid)).toBe(false);
  await pidOf();
});

it("stops when told to, and kills what does not stop", async () => {
  const pid = await pidOf();
  const stop = new AbortController();
  const reason = new Error("closing");
  const both = Promise.allSettled([make("wait", stop.signal), make("wait", stop.signal)]);
  setTimeout(() => stop.abort(reason), 50);
  expect(await both).toEqual(Array(2).fill({ status: "rejected", reason }));
  await expect(make("pid", stop.signal)).rejects.toBe(reason);
  expect(await pidOf()).toBe(pid);
});

it("replaces a child that holds too much memory", async () => {
  const pid = await pidOf();
  await make("leak");
  expect(await pidOf()).not.toBe(pid);
  expect(lines.join("\n")).toMatch(/was replaced, holding \d+ MB/);
});

it("gives its children the environment that it was given and nothing else", async () => {
  const other = await openStudio({ ...settings, env: { A: "1" } });
  const seen = JSON.parse((await other.make(sample.brief("e", { title: "env" }), running())).provenance.prompt);
  expect(seen).toMatchObject({ A: "1", MALLOC_ARENA_MAX: "2" });
  expect(seen).not.toHaveProperty("PATH");
  await other.close();
});

it("kills a cancelled child that does not stop, after two seconds", async () => {
  const patient = await openStudio({ ...settings, timeoutMs: 10_000 });
  const stop = new AbortController();
  const deaf = patient.make(sample.brief("d", { title: "deaf" }), stop.signal);
  setTimeout(() => stop.abort(new Error("closing")), 50);
  const start = performance.now();
  await expect(deaf).rejects.toThrow("closing");
  expect(performance.now() - start).toBeGreaterThan(1_900);
  await patient.close();
});

it("does not open with an entry that cannot start, and is of no use after close", async () => {
  const broken = new URL("./testing/broken-entry.ts", import.meta.url);
  await expect(openStudio({ ...settings, entry: broken })).rejects.toThrow("ended with code 3 before it was ready");
  const tampered = new URL("./testing/tampered-entry.ts", import.meta.url);
  await expect(openStudio({ ...settings, entry: tampered })).rejects.toThrow(
    "model marquee-paint: painter.onnx is not",
  );
  const one = await openStudio(settings);
  const pid = Number((await one.make(sample.brief("p"), running())).provenance.prompt);
  const lost = one.make(sample.brief("d", { title: "deaf" }), running());
  const closed = one.close();
  await expect(lost).rejects.toMatchObject({ code: "shutting_down" });
  await closed;
  await sleep(20);
  expect(isAlive(pid)).toBe(false);
  await expect(one.make(sample.brief("p"), running())).rejects.toMatchObject({ code: "shutting_down" });
});
