import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Pixels } from "../../core/picture.ts";
import type { Judge } from "../../core/ports.ts";
import { readManifest } from "../papers.ts";
import { type Files, scratch, writeModel } from "../testing/folder.ts";
import { openJudge } from "./open.ts";
import { limitsOf } from "./papers.ts";
import { parsePreprocessor, preprocess } from "./preprocess.ts";
import { resample } from "./resample.ts";

/** Random weights and what Python's transformers measures with them, made by models/testing/make_judges.py. */
const fixtures = join(import.meta.dirname, "../testing/judges");
const read = (path: string) => readFile(join(fixtures, path));
const quiet = new AbortController().signal;

type Measured = {
  widthPx: number;
  heightPx: number;
  match: number[];
  aesthetic: number;
  nsfw: number;
  pixels: number[];
  plain: number[];
};
const reference: { prompts: string[]; tokens: number[][]; measured: Measured[] } = JSON.parse(
  `${await read("reference.json")}`,
);

/** The same formula stands in make_judges.py. */
function picture(widthPx: number, heightPx: number): Pixels {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y, c] = [Math.floor(i / 3) % widthPx, Math.floor(i / 3 / widthPx), i % 3];
    data[i] = Math.floor((3 * x * x + 5 * y * y + 2 * x * y + 240 * c) / 4) % 256;
  }
  return { data, widthPx, heightPx };
}

const CLIP_FILES = ["preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"];
const clipFiles = async (...networks: string[]): Promise<Record<string, Buffer>> =>
  Object.fromEntries(
    await Promise.all([...CLIP_FILES, ...networks].map(async (name) => [name, await read(`clip/${name}`)] as const)),
  );
const TWO = { is: "clip", image: "vision_model.onnx", text: "text_model.onnx" };
const nsfwFiles = async () => ({
  "model.onnx": await read("nsfw/model.onnx"),
  "config.json": await read("nsfw/config.json"),
  "preprocessor_config.json": await read("nsfw/preprocessor_config.json"),
});
const NSFW = { is: "nsfw", image: "model.onnx", labels: ["nsfw", "hentai"] };

async function withFolder<Result>(
  files: Files,
  judge: object | undefined,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const { folder, remove } = await scratch();
  try {
    await writeModel(folder, files, { id: "tiny-judge", kind: "judge", judge });
    return await use(folder);
  } finally {
    await remove();
  }
}
const withJudge = <Result>(
  files: Files,
  about: object | undefined,
  use: (judge: Judge) => Promise<Result>,
): Promise<Result> =>
  withFolder(files, about, async (folder) => {
    const judge = await openJudge({ folder, threads: 1 });
    try {
      return await use(judge);
    } finally {
      await judge.close();
    }
  });
const refusal = (files: Files, about: object | undefined) =>
  withFolder(files, about, (folder) =>
    openJudge({ folder, threads: 1 }).then(
      () => "was opened",
      (error: Error) => error.message,
    ),
  );

describe("clip", () => {
  it.each([
    ["two networks", TWO, ["vision_model.onnx", "text_model.onnx"]],
    ["one network", { is: "clip", image: "model.onnx", text: "model.onnx" }, ["model.onnx"]],
  ])("with %s measures what Python measures, for every picture and prompt", async (_, about, networks) => {
    await withJudge(await clipFiles(...networks), about, async (judge) => {
      for (const { widthPx, heightPx, match } of reference.measured) {
        for (const [i, prompt] of reference.prompts.entries()) {
          const figures = await judge.judge({ picture: picture(widthPx, heightPx), prompt }, quiet);
          expect(Object.keys(figures)).toEqual(["match"]);
          expect(Math.abs((figures.match ?? 9) - (match[i] as number))).toBeLessThan(1e-3);
        }
      }
    });
  });

  it("tells its steps, stops between them, and refuses pictures that are none", async () => {
    await withJudge(await clipFiles("vision_model.onnx", "text_model.onnx"), TWO, async (judge) => {
      const request = { picture: picture(40, 30), prompt: "fog" };
      const told: [number, number][] = [];
      await judge.judge(request, quiet, (...step) => told.push(step));
      expect(told).toEqual([
        [1, 2],
        [2, 2],
      ]);
      await expect(judge.judge(request, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
      const stop = new AbortController();
      const running = judge.judge(request, stop.signal, () => stop.abort(new Error("changed my mind")));
      await expect(running).rejects.toThrow("changed my mind");
      for (const odd of [
        { data: new Uint8Array(0), widthPx: 0, heightPx: 0 },
        { data: new Uint8Array(5), widthPx: 1, heightPx: 2 },
      ])
        await expect(judge.judge({ picture: odd, prompt: "" }, quiet)).rejects.toThrow("tiny-judge: cannot take");
      for (const size of [1, 2]) {
        const { match } = await judge.judge({ picture: picture(size, size), prompt: "fog" }, quiet);
        expect(Math.abs(match ?? 9)).toBeLessThanOrEqual(1);
      }
      await judge.close();
      await expect(judge.judge(request, quiet)).rejects.toThrow("used after it was closed");
    });
  });
});

it("an aesthetic head gives what Python gives", async () => {
  const files = { ...(await clipFiles("vision_model.onnx")), "head.onnx": await read("head.onnx") };
  await withJudge(files, { is: "aesthetic", image: "vision_model.onnx", head: "head.onnx" }, async (judge) => {
    for (const { widthPx, heightPx, aesthetic } of reference.measured) {
      const figures = await judge.judge({ picture: picture(widthPx, heightPx), prompt: "" }, quiet);
      expect(Math.abs((figures.aesthetic ?? 9) - aesthetic)).toBeLessThan(1e-3);
    }
  });
});

it("an NSFW classifier gives the chance of its labels together, as Python does", async () => {
  await withJudge(await nsfwFiles(), NSFW, async (judge) => {
    for (const { widthPx, heightPx, nsfw } of reference.measured) {
      const figures = await judge.judge({ picture: picture(widthPx, heightPx), prompt: "" }, quiet);
      expect(Math.abs((figures.nsfw ?? 9) - nsfw)).toBeLessThan(1e-3);
    }
  });
  await withJudge(await nsfwFiles(), { ...NSFW, labels: ["normal", "nsfw", "hentai"] }, async (judge) => {
    const { nsfw } = await judge.judge({ picture: picture(9, 7), prompt: "" }, quiet);
    expect(nsfw).toBeCloseTo(1, 6);
  });
});

it("opening refuses, with the judge's name and the reason", async () => {
  const clip = await clipFiles("vision_model.onnx", "text_model.onnx");
  const { "preprocessor_config.json": _, ...unsized } = clip;
  const { "tokenizer.json": __, ...wordless } = clip;
  const cases: [Files, object, string][] = [
    [clip, { is: "taste" }, 'the "judge" of its manifest does not hold'],
    [clip, { ...TWO, image: "../vision_model.onnx" }, "image must be a plain path"],
    [clip, { ...TWO, limits: { match: {} } }, "limits.match has neither least nor most"],
    [clip, { ...TWO, limits: { nsfw: { most: 1 } } }, "limits"],
    [clip, { ...TWO, text: "other.onnx" }, "other.onnx is missing"],
    [unsized, TWO, "preprocessor_config.json is missing"],
    [wordless, TWO, "tokenizer.json is missing"],
    [
      { ...clip, "preprocessor_config.json": '{"size":{"longest_edge":9}}' },
      TWO,
      "preprocessor_config.json cannot be followed",
    ],
    [await nsfwFiles(), { ...NSFW, labels: ["porn"] }, "its classifier has no label porn; it has normal, nsfw, hentai"],
    [{ ...(await nsfwFiles()), "model.onnx": "no network" }, NSFW, "model.onnx"],
  ];
  for (const [files, about, reason] of cases) {
    const said = await refusal(files, about);
    expect(said).toMatch(/^model tiny-judge: /);
    expect(said).toContain(reason);
  }
});

it("a pulled judge, whose papers do not say what it measures, is known by its configuration", async () => {
  const clip = { "config.json": '{"model_type":"clip"}' };
  const request = { picture: picture(40, 30), prompt: "fog" };
  const figureOf = (files: Files) =>
    withJudge(files, undefined, async (judge) => Object.keys(await judge.judge(request, quiet)));
  expect(await figureOf({ ...(await clipFiles("vision_model.onnx", "text_model.onnx")), ...clip })).toEqual(["match"]);
  expect(await figureOf({ ...(await clipFiles("model.onnx")), ...clip })).toEqual(["match"]);
  expect(await figureOf(await nsfwFiles())).toEqual(["nsfw"]);

  const flowers = { ...(await nsfwFiles()), "config.json": '{"model_type":"vit","id2label":{"0":"rose","1":"tulip"}}' };
  expect(await refusal(flowers, undefined)).toMatch(
    /^model tiny-judge: its manifest has no "judge" .*a vit with the labels rose, tulip does not say what it measures$/,
  );
  expect(await refusal({ "x.txt": "" }, undefined)).toContain("a model does not say");
  await withFolder(await nsfwFiles(), undefined, async (folder) => {
    expect(limitsOf(await readManifest(folder))).toEqual({});
  });
});

it("limits are read from the papers", async () => {
  const limits = { match: { least: 0.18 } };
  await withFolder(await clipFiles("vision_model.onnx", "text_model.onnx"), { ...TWO, limits }, async (folder) => {
    expect(limitsOf(await readManifest(folder))).toEqual(limits);
  });
  await withFolder(await nsfwFiles(), NSFW, async (folder) => {
    expect(limitsOf(await readManifest(folder))).toEqual({});
  });
});

describe("preprocessing", () => {
  it("gives the pixels that Python's classes give", async () => {
    const clip = parsePreprocessor(await read("clip/preprocessor_config.json"));
    const plain = parsePreprocessor(await read("nsfw/preprocessor_config.json"));
    for (const measured of reference.measured) {
      const one = picture(measured.widthPx, measured.heightPx);
      // Pillow goes down first for the second picture's way through CLIP's sizes: a byte may differ by one there.
      const oneByte = 1.01 / 255 / 0.26;
      for (const [how, wanted, most] of [
        [clip, measured.pixels, measured.heightPx > measured.widthPx ? oneByte : 1e-5],
        [plain, measured.plain, 1e-5],
      ] as const) {
        const { data, widthPx, heightPx } = preprocess(one, how);
        expect([widthPx, heightPx]).toEqual([32, 32]);
        for (const [i, value] of wanted.entries())
          expect(Math.abs((data[i * 97] as number) - value)).toBeLessThan(most);
      }
    }
  });

  it("keeps a flat picture flat, and a picture of its size as it is", () => {
    const flat = { data: new Uint8Array(7 * 5 * 3).fill(77), widthPx: 7, heightPx: 5 };
    for (const filter of [1, 2, 3] as const)
      for (const [width, height] of [
        [1, 1],
        [2, 9],
        [14, 3],
      ] as const)
        expect(new Set(resample(flat, width, height, filter).data)).toEqual(new Set([77]));
    const one = picture(7, 5);
    expect(resample(one, 7, 5, 3).data).toEqual(one.data);
  });
});
