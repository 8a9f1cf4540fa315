import sharp from "sharp";
import { expect, it } from "vitest";
import { frameOf, mostBytes } from "../core/channel.ts";
import { copyOf } from "../core/copy.ts";
import type { MadeCreative } from "../core/creative.ts";
import { isHopeless } from "../core/errors.ts";
import { makeCreative } from "./run.ts";
import { tinyBrief, tinyPainter, tinyWriter } from "./tiny.ts";

const running = () => new AbortController().signal;
const tools = () => ({ image: tinyPainter(), text: tinyWriter() });
const failed = ({ checks }: MadeCreative) => checks.filter(({ passed }) => !passed);
/** One language halves the work where the number of languages proves nothing. */
const briefInEnglish = () => {
  const brief = tinyBrief();
  return { ...brief, texts: brief.texts.en ? { en: brief.texts.en } : {} };
};
const retries = ({ checks }: MadeCreative) => checks.find(({ gate }) => gate === "retries")?.measured;

it("makes every ordered channel in every language, passes its gates, and makes the same again", {
  timeout: 90_000,
}, async () => {
  const brief = tinyBrief({ channels: ["push", "email"] });
  const made = await makeCreative(brief, tools(), running());
  expect(failed(made)).toEqual([]);
  expect(
    made.renditions.map(({ channel, density, format, locale }) => `${channel}${density} ${format} ${locale}`),
  ).toEqual(["push1 webp en", "push1 webp uk", "push1 jpeg en", "push1 jpeg uk", "email1 jpeg en", "email1 jpeg uk"]);
  for (const { channel, density, format, bytes, contrast, contentType, score, quality } of made.renditions) {
    const found = await sharp(bytes).metadata();
    const { widthPx, heightPx } = frameOf(channel, density);
    expect(found).toMatchObject({ width: widthPx, height: heightPx, format });
    expect(contentType).toBe(`image/${format}`);
    expect(bytes.byteLength).toBeLessThanOrEqual(mostBytes(channel, density, format));
    expect(found.xmpAsString).toContain("trainedAlgorithmicMedia");
    expect(contrast).toBeGreaterThanOrEqual(4.5);
    expect(score).toBeGreaterThan(0.97);
    expect(quality).toBeGreaterThan(20);
  }
  for (const copy of Object.values(made.copy)) {
    for (const channel of brief.channels) expect(Object.values(copyOf(copy, channel))).not.toContain("");
    expect(copy.lines.map(({ failed }) => failed)).not.toContain(expect.anything());
  }
  expect(made.provenance.prompt).toMatch(/of train and forest for “The General” \(1926\), comedy and war: /);
  const stages = ["sketch", "paint", "inspect", "style", "caption", "prove", "check"];
  expect(Object.keys(made.provenance.stages)).toEqual(stages);
  expect(Object.keys(made.provenance.stageMs)).toEqual(stages);
  expect(retries(made)).toBe(0);

  const again = await makeCreative(brief, tools(), running());
  for (const [i, { bytes }] of made.renditions.entries()) {
    expect(Buffer.compare(bytes, again.renditions[i]?.bytes ?? new Uint8Array())).toBe(0);
  }
  expect(again.copy).toEqual(made.copy);
});

it("does not say what a sibling says, and says the same again from its echoes", { timeout: 90_000 }, async () => {
  const brief = { ...briefInEnglish(), channels: ["push" as const] };
  const first = await makeCreative(brief, tools(), running());
  const sibling = { creativeId: "crv_0000000000000001", fingerprints: {}, copy: first.copy };
  const second = await makeCreative(brief, tools(), running(), { siblings: [sibling] });
  const said = ({ copy }: MadeCreative) => copy.en?.lines.flatMap(({ kind, text }) => (kind === "push" ? [text] : []));
  expect(said(second)).not.toEqual(said(first));
  expect(second.provenance.echoes?.length).toBeGreaterThan(0);
  const again = await makeCreative(brief, tools(), running(), { said: second.provenance.echoes ?? [] });
  expect(again.copy).toEqual(second.copy);
});

it("tries two more seeds when a gate fails, and then says which gates failed", { timeout: 90_000 }, async () => {
  const seeds: number[] = [];
  const blank = {
    ...tinyPainter(),
    paint: async ({ storyboard, seed }: { storyboard: { widthPx: number; heightPx: number }; seed: number }) => {
      seeds.push(seed);
      const { widthPx, heightPx } = storyboard;
      return { data: new Uint8Array(widthPx * heightPx * 3).fill(90), widthPx, heightPx };
    },
  };
  const brief = briefInEnglish();
  const made = await makeCreative(brief, { image: blank, text: tinyWriter() }, running());
  expect(new Set(seeds).size).toBe(3);
  expect(retries(made)).toBe(2);
  expect(failed(made).map(({ gate }) => gate)).toContain("not blank");
  expect(made.creativeId).toBe(brief.creativeId);
});

it("stops trying once a seed passes", { timeout: 90_000 }, async () => {
  const painter = tinyPainter();
  let paintings = 0;
  const image: typeof painter = {
    ...painter,
    async paint(request, signal) {
      const picture = await painter.paint(request, signal);
      return paintings++ === 0 ? { ...picture, data: picture.data.fill(90) } : picture;
    },
  };
  const made = await makeCreative(briefInEnglish(), { image, text: tinyWriter() }, running());
  expect(failed(made)).toEqual([]);
  expect(retries(made)).toBe(1);
});

it("names the character that no font can draw before anything is painted, and does not try again", async () => {
  const brief = tinyBrief({ texts: { en: { name: "The 𒀀 Job", synopsis: "A clay tablet goes missing." } } });
  let paintings = 0;
  const image = { ...tinyPainter(), paint: () => Promise.reject(new Error(`painted ${++paintings}`)) };
  const error = await makeCreative(brief, { image, text: tinyWriter() }, running()).catch((reason) => reason);
  expect(error).toMatchObject({ code: "title_not_drawable", issues: [{ field: "texts.en.name" }] });
  expect(error.message).toContain('no bundled font has "𒀀" (U+12000)');
  expect({ hopeless: isHopeless(error), paintings }).toEqual({ hopeless: true, paintings: 0 });
});

it("stops between stages when it is told to", async () => {
  const stop = new AbortController();
  const painter = tinyPainter();
  let paintings = 0;
  const image: typeof painter = {
    ...painter,
    async paint(request, signal) {
      paintings++;
      const picture = await painter.paint(request, signal);
      stop.abort(new Error("shutting down"));
      return picture;
    },
  };
  await expect(makeCreative(briefInEnglish(), { image, text: tinyWriter() }, stop.signal)).rejects.toThrow(
    "shutting down",
  );
  expect(paintings).toBe(1);
  await expect(makeCreative(briefInEnglish(), tools(), stop.signal)).rejects.toThrow("shutting down");
});

it("refuses a painting of another size than was asked for", async () => {
  const image = {
    ...tinyPainter(),
    paint: async () => ({ data: new Uint8Array(12), widthPx: 2, heightPx: 2 }),
  };
  await expect(makeCreative(briefInEnglish(), { image, text: tinyWriter() }, running())).rejects.toThrow(
    "tiny-painter was given 1280 x 720 px and painted 2 x 2",
  );
});

it("takes another seed for a picture like a sibling's, and makes the same of it when told which", {
  timeout: 90_000,
}, async () => {
  const brief = briefInEnglish();
  const first = await makeCreative(brief, tools(), running());
  const sibling = { creativeId: "crv_0000000000000001", fingerprints: first.fingerprints };
  const second = await makeCreative(brief, tools(), running(), { siblings: [sibling] });
  expect(failed(second)).toEqual([]);
  expect(second.rejections).toMatchObject([
    { gate: "hash unlike siblings", retry: 0, seed: brief.seed, measured: 0, detail: `like ${sibling.creativeId}` },
    { gate: "look unlike siblings", retry: 0, seed: brief.seed, measured: 0 },
  ]);
  const { retry = 0, seed } = second.provenance;
  expect(retry).toBeGreaterThan(0);
  expect(seed).not.toBe(brief.seed);

  const again = await makeCreative(brief, tools(), running(), { from: retry, most: 1 });
  expect(again.provenance).toMatchObject({ retry, seed });
  expect(again.fingerprints).toEqual(second.fingerprints);
  for (const [i, { bytes }] of second.renditions.entries())
    expect(Buffer.compare(bytes, again.renditions[i]?.bytes ?? new Uint8Array())).toBe(0);
});
