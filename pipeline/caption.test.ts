import { expect, it } from "vitest";
import type { CopyRequest, TextModel } from "../core/ports.ts";
import { caption } from "./caption.ts";
import { tinyBrief, tinyWriter } from "./tiny.ts";

const running = () => new AbortController().signal;
const styled = (change = {}) => ({ brief: tinyBrief(change), pictures: {} as never, renditions: [] });
const writer = (write: (request: CopyRequest) => string[]): TextModel => ({
  ...tinyWriter(),
  write: async (request) => write(request),
});

it("writes in every language of the brief, from the model, the same for the same seed", async () => {
  const one = await caption.run(styled(), { text: tinyWriter() }, running());
  const two = await caption.run(styled(), { text: tinyWriter() }, running());
  expect(one.copy).toEqual(two.copy);
  expect(Object.keys(one.copy)).toEqual(["en", "uk"]);
  expect(one.copy.en?.source).toBe("model");
  expect(one.copy.uk?.headline).toMatch(/ніч/);
});

it("varies with the seed", async () => {
  const headlines = new Set<string | undefined>();
  for (let seed = 0; seed < 20; seed++) {
    const { copy } = await caption.run(styled({ seed }), { text: tinyWriter() }, running());
    headlines.add(copy.en?.headline);
  }
  expect(headlines.size).toBeGreaterThan(1);
});

it("tells the model the brief's facts and no others", async () => {
  const requests: CopyRequest[] = [];
  const text = writer((request) => {
    requests.push(request);
    return ["A quiet road, and no way back."];
  });
  await caption.run(styled(), { text }, running());
  expect(requests.map(({ kind, locale }) => `${locale} ${kind}`)).toEqual([
    "en headline",
    "en description",
    "uk headline",
  ]);
  expect(requests[0]?.slots).toEqual({ title: "The General", hero: "Johnnie Gray", year: "1926" });
});

it("falls back on the name and the synopsis when nothing passes, and when the model has nothing", async () => {
  for (const text of [writer(() => ["The greatest film of 1999!", "Buy it."]), writer(() => [])]) {
    const { copy } = await caption.run(styled(), { text }, running());
    expect(copy.en).toEqual({
      headline: "The General",
      description: "A man and his locomotive. He wants both back.",
      source: "synopsis",
    });
  }
});

it("never says the same thing twice", async () => {
  const same = writer(() => ["A quiet road, and no way back."]);
  const { copy } = await caption.run(styled(), { text: same }, running());
  expect(copy.en?.source).toBe("synopsis");
});

it("stops when it is told to", async () => {
  await expect(caption.run(styled(), { text: tinyWriter() }, AbortSignal.abort(new Error("enough")))).rejects.toThrow(
    "enough",
  );
});
