import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import type { LogRow } from "../../core/log.ts";
import { readFlags } from "../flags.ts";
import { readSettings } from "../settings.ts";
import { run, writeLines } from "./log.ts";

const folder = await mkdtemp(join(tmpdir(), "marquee-log-"));
afterAll(() => rm(folder, { recursive: true }));
const rows = async function* (count: number, fails = false): AsyncGenerator<LogRow> {
  for (let i = 0; i < count; i++) yield { action: i, reward: 0, propensity: 0.5 };
  if (fails) throw new Error("the database is away");
};

it("writes a line a decision, packed where the name says so", async () => {
  for (const count of [0, 1, 3_000]) {
    const [plain, packed] = [join(folder, "log.jsonl"), join(folder, "log.jsonl.gz")];
    expect(await writeLines(plain, rows(count))).toBe(count);
    expect(await writeLines(packed, rows(count))).toBe(count);
    const text = await readFile(plain, "utf8");
    expect(text.split("\n").length - 1).toBe(count);
    expect(gunzipSync(await readFile(packed)).toString()).toBe(text);
  }
});

it("leaves no half a file", async () => {
  const before = await readdir(folder);
  await expect(writeLines(join(folder, "half.jsonl"), rows(100, true))).rejects.toThrow("away");
  expect(await readdir(folder)).toEqual(before);
});

it("says what it does not understand", async () => {
  const settings = readSettings({});
  const told = (...args: string[]) => run(settings, readFlags(["log", ...args]).values);
  await expect(told()).rejects.toThrow("--out FILE");
  await expect(told("--out", "x", "--title", "No Slug")).rejects.toThrow("--title");
  await expect(told("--out", "x", "--since", "yesterday")).rejects.toThrow("--since");
  await expect(told("--out", "x", "--workspace", "?")).rejects.toThrow("--workspace");
});
