import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { makeKeyAndChain } from "../adapters/signing/certificate.ts";
import type { Studio } from "../core/ports.ts";
import { SHIPPED } from "../models/registry.ts";
import { writeModel } from "../models/testing/folder.ts";
import { tinyBrief } from "../pipeline/tiny.ts";
import { shelvesOf, tellRefused } from "./models.ts";
import { readSettings, type Settings } from "./settings.ts";
import { readStudioSettings, StudioSettings, toStudioEnvironment } from "./studio-settings.ts";
import { openStudios } from "./studios.ts";
import { descendants, isAlive } from "./testing/processes.ts";

const FIXTURES = join(import.meta.dirname, "../models/picture/fixtures");
const NSFW = join(import.meta.dirname, "../models/testing/judges/nsfw");
const quiet = new AbortController().signal;
// A creative is seconds of work, and a busy machine must not fail for slowness.
vi.setConfig({ testTimeout: 180_000 });
let home: string;
let settings: Settings;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "marquee-studios-"));
  settings = readSettings({ MARQUEE_HOME: home, MARQUEE_STUDIOS: "1" });
  // Added models: one that holds, and one with a byte that its papers do not know.
  await cp(join(FIXTURES, "identity"), join(home, "models/tiny-identity"), { recursive: true });
  const tampered = join(home, "models/tiny-wide");
  await cp(join(FIXTURES, "wide"), tampered, { recursive: true });
  const network = await readFile(join(tampered, "network.onnx"));
  network[network.length - 1] = (network.at(-1) as number) ^ 1;
  await writeFile(join(tampered, "network.onnx"), network);
  const judge = async (name: string) => [name, await readFile(join(NSFW, name))] as const;
  const files = Object.fromEntries(
    await Promise.all(["model.onnx", "config.json", "preprocessor_config.json"].map(judge)),
  );
  const about = { is: "nsfw", image: "model.onnx", labels: ["nsfw", "hentai"] };
  await writeModel(join(home, "models/tiny-judge"), files, { id: "tiny-judge", kind: "judge", judge: about });
});
afterAll(() => rm(home, { recursive: true }));

async function opened(change: Partial<Settings> = {}): Promise<{ studio: Studio; studios: number; lines: string[] }> {
  const lines: string[] = [];
  const { studio, studios } = await openStudios({ ...settings, ...change }, (line) => lines.push(line));
  onTestFinished(() => studio.close());
  return { studio, studios, lines };
}

const brief = () => {
  const { texts, ...rest } = tinyBrief();
  return { ...rest, channels: ["email" as const], texts: texts.en ? { en: texts.en } : {} };
};

const below = (part: string) => descendants(process.pid).filter(({ command }) => command.includes(part));

async function gone(pids: readonly number[]): Promise<void> {
  for (let i = 0; i < 500 && pids.some(isAlive); i++) await sleep(10);
  expect(pids.filter(isAlive)).toEqual([]);
}

describe("studios", () => {
  it("hold their networks in processes of their own, which end with a studio that is killed; the next one works", async () => {
    const { studio } = await opened();
    const [first] = below("studio.ts");
    const models = below("host/entry.ts");
    expect(models.map(({ parent }) => parent)).toEqual([first?.pid, first?.pid]);
    process.kill(first?.pid ?? 0, "SIGKILL");
    await gone(models.map(({ pid }) => pid));
    const made = await studio.make(brief(), quiet);
    expect(made.provenance).toMatchObject({ imageModel: { id: "marquee-paint" }, textModel: { id: "marquee-copy" } });
    expect(made.copy.en?.lines.map(({ source }) => source)).toContain("model");
    expect(made.provenance.judges).toMatchObject([{ id: "tiny-judge" }]);
    expect(made.provenance.proof?.unsigned).toHaveLength(made.renditions.length);
    expect(made.checks.map(({ gate }) => gate)).toContain("nsfw by tiny-judge, without a limit");
    const last = [...below("studio.ts"), ...below("host/entry.ts")].map(({ pid }) => pid);
    expect(last).toHaveLength(4);
    await studio.close();
    await gone(last);
  });

  it("do not start with a signing key that does not hold, and say why", async () => {
    const signing = { key: join(home, "signing/key.pem"), certificates: join(home, "no.pem") };
    await expect(openStudios({ ...settings, signing }, () => {})).rejects.toThrow("certificate cannot be read: ENOENT");
    const other = makeKeyAndChain(new Date("2026-01-01"), [Buffer.alloc(16, 1), Buffer.alloc(16, 2)]);
    await writeFile(join(home, "other.pem"), other.chain);
    await expect(
      openStudios({ ...settings, signing: { ...signing, certificates: join(home, "other.pem") } }, () => {}),
    ).rejects.toThrow("the signing key is not that of the first certificate of its chain");
  });

  it("lose a model that takes too long, not themselves", async () => {
    const { studio } = await opened({ modelTimeoutMs: 100 });
    const [pid] = below("studio.ts").map((one) => one.pid);
    await expect(studio.make(brief(), quiet)).rejects.toThrow(
      "model marquee-paint: its process was killed after 100 ms while it worked",
    );
    expect(below("studio.ts").map((one) => one.pid)).toEqual([pid]);
  });

  it("send every painting through the picture network that was chosen, and say so in what they made", async () => {
    const { studio } = await opened({ styleModel: "tiny-identity" });
    const { provenance } = await studio.make(brief(), quiet);
    expect(provenance.imageModel.id).toBe("marquee-paint+tiny-identity");
    await expect(opened({ styleModel: "marquee-copy" })).rejects.toThrow("it is a copywriter and no picture model");
  });

  it("load no text model where an endpoint writes, and refuse one that would be told the key in the open", async () => {
    const { studio } = await opened({ textUrl: "https://texts.example/v1", textKey: "s3cret" });
    expect(below("host/entry.ts").map(({ command }) => command.trim().split(" ").at(-1))).toEqual(["marquee-paint"]);
    await studio.close();
    await expect(opened({ textUrl: "http://texts.example/v1" })).rejects.toThrow(
      "baseUrl is http:// to another machine",
    );
  });

  it("do not open without the model that was chosen, and say which one and why", async () => {
    const image = (imageModel: string) => opened({ imageModel });
    await expect(image("sd-turbo")).rejects.toThrow(
      "model sd-turbo: there is none of this name; MARQUEE_IMAGE_MODEL may be marquee-paint",
    );
    await expect(image("tiny-identity")).rejects.toThrow("model tiny-identity: it is a picture and no image model");
    await expect(opened({ textModel: "marquee-paint" })).rejects.toThrow("MARQUEE_TEXT_MODEL may be marquee-copy");
    await expect(opened({ modelMemoryMb: 100 })).rejects.toThrow(
      /^model marquee-paint: it needs \d+ MB, and all models together may hold 100 MB$/,
    );
    expect(below("studio.ts")).toEqual([]);
  });

  it("do not open with a chosen model that was tampered with, by its name and reason", async () => {
    const other = await mkdtemp(join(tmpdir(), "marquee-studios-"));
    onTestFinished(() => rm(other, { recursive: true }));
    const folder = join(other, "models/other-paint");
    await cp(join(SHIPPED, "paint"), folder, { recursive: true });
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...manifest, id: "other-paint" }));
    const network = await readFile(join(folder, manifest.files[0].path));
    network[1_000] = (network[1_000] as number) ^ 1;
    await writeFile(join(folder, manifest.files[0].path), network);
    await expect(opened({ home: other, imageModel: "other-paint" })).rejects.toThrow(
      /^model other-paint: \S+ has sha256/,
    );
  });

  it("start without the models that do not hold and were not chosen, which are told by name and reason", async () => {
    const told: string[] = [];
    await tellRefused(shelvesOf(settings), [], (reason) => told.push(reason), quiet);
    expect(told).toEqual([expect.stringMatching(/^model tiny-wide: network\.onnx has sha256/)]);
    await tellRefused(shelvesOf(settings), ["tiny-wide"], (reason) => told.push(reason), quiet);
    expect(told).toHaveLength(1);
  });
});

describe("what a studio is told", () => {
  const told: StudioSettings = {
    models: [{ id: "a", kind: "painter", folder: "/a", memoryMb: 1, reason: null }],
    image: "a",
    judges: [],
    text: { model: "b" },
    signing: { key: "/k.pem", certificates: "/c.pem" },
    blobs: "/b",
    threads: 2,
    provider: "cpu",
    memoryMb: 100,
    env: {},
  };

  it("comes through its environment unchanged, and nothing else does", () => {
    expect(readStudioSettings(toStudioEnvironment(told))).toEqual(told);
    expect(Object.keys(toStudioEnvironment(told))).toEqual(["MARQUEE_STUDIO"]);
    expect(() => readStudioSettings({})).toThrow("MARQUEE_STUDIO is not set");
    expect(StudioSettings.safeParse({ ...told, password: "x" }).success).toBe(false);
  });
});
