import { expect, it } from "vitest";
import { CHANNELS } from "../core/channel.ts";
import { CopyKind, copyOf } from "../core/copy.ts";
import type { Brief } from "../core/creative.ts";
import type { CopyRequest, TextModel } from "../core/ports.ts";
import { caption } from "./caption.ts";
import { tinyBrief, tinyWriter } from "./tiny.ts";
import { echoesIn } from "./words/echo.ts";
import { graphemeCount } from "./words/script.ts";

const running = () => new AbortController().signal;
const STORY =
  "An engineer loses his locomotive to enemy spies. He sets off after them by handcar, on foot and by rail. " +
  "Behind the lines he finds the girl he loves, and the way home is long.";
const inEnglish = (change: Partial<Brief> = {}, synopsis = STORY): Brief => {
  const brief = tinyBrief(change);
  return { ...brief, texts: { en: { name: "The General", synopsis, hero: "Johnnie Gray" } } };
};
const captioned = (brief: Brief, text: TextModel = tinyWriter(), said: readonly number[] = []) =>
  caption.run({ brief, pictures: {}, renditions: [] }, { text, said }, running());
const writer = (write: (request: CopyRequest) => string[]): TextModel => ({
  ...tinyWriter(),
  write: async (request) => write(request),
});

it("gives every channel every text that it has a place for, within it, the same for the same seed", async () => {
  const brief = tinyBrief();
  const [one, two] = [await captioned(brief), await captioned(brief)];
  expect(one.copy).toEqual(two.copy);
  expect(Object.keys(one.copy)).toEqual(["en", "uk"]);
  for (const copy of Object.values(one.copy)) {
    for (const channel of brief.channels) {
      for (const kind of CopyKind.options) {
        const most = CHANNELS[channel].texts[kind];
        const text = copyOf(copy, channel)[kind];
        if (most === undefined) expect(text).toBeUndefined();
        else
          expect(graphemeCount(text ?? "x".repeat(most + 1)), `${channel} ${kind}: ${text}`).toBeLessThanOrEqual(most);
        expect(text).not.toBe("");
      }
    }
  }
});

it("writes for the ordered channels only, and one text once where it fits", async () => {
  const { copy } = await captioned(inEnglish({ channels: ["web", "square"] }));
  expect(copy.en?.lines.map(({ kind, channels }) => [kind, channels])).toEqual([
    ["headline", ["web", "square"]],
    ["description", ["web", "square"]],
    ["cta", ["web", "square"]],
    ["alt", ["web", "square"]],
  ]);
});

it("varies with the seed", async () => {
  const copies = new Set<string>();
  for (let seed = 0; seed < 6; seed++) {
    const { copy } = await captioned(inEnglish({ seed }));
    copies.add(`${copy.en?.lines.map(({ text }) => text)}`);
  }
  expect(copies.size).toBeGreaterThan(1);
});

it("tells the model the brief's facts and no others, in the voice of each place", async () => {
  const requests: CopyRequest[] = [];
  const text = writer((request) => {
    requests.push(request);
    return [];
  });
  await captioned(inEnglish({ channels: ["web", "email", "push"] }), text);
  expect(requests.map(({ kind, channel, length }) => `${kind} ${channel} ${length}`)).toEqual([
    "headline poster short",
    "headline web medium",
    "headline tv long",
    "description web short",
    "description web medium",
    "description tv long",
    "subject email medium",
    "preheader email short",
    "push push short",
  ]);
  for (const { slots } of requests) expect(slots).toEqual({ title: "The General", hero: "Johnnie Gray", year: "1926" });
});

it("takes the story's own sentences where they are better or the model has none, and marks them", async () => {
  const { copy } = await captioned(
    inEnglish({ channels: ["web"] }),
    writer(() => []),
  );
  const [headline, description] = copy.en?.lines ?? [];
  expect(headline).toMatchObject({ source: "synopsis" });
  expect(STORY).toContain(headline?.text.slice(0, -1));
  expect(description).toMatchObject({ source: "synopsis" });
  expect(headline?.failed).toBeUndefined();
});

it("stays with the source where the title's owner wants it", async () => {
  for (let seed = 0; seed < 6; seed++) {
    const { copy } = await captioned(inEnglish({ channels: ["web"], seed, closeToSource: true }));
    const written = copy.en?.lines.filter(({ kind }) => kind === "headline" || kind === "description");
    expect(written?.map(({ source }) => source)).toEqual(["synopsis", "synopsis"]);
  }
});

it("stands the synopsis in when nothing passes, shortened with an ellipsis, and says which gates refused", async () => {
  const synopsis = `A man and his locomotive ${"go on and on ".repeat(20)}`.trim();
  const liar = writer(() => ["The greatest film of 1999!", "Buy it."]);
  const { copy } = await captioned(inEnglish({ channels: ["web"] }, synopsis), liar);
  const [headline, description] = copy.en?.lines ?? [];
  expect(headline).toMatchObject({ source: "synopsis", failed: ["claims", "length", "numbers"] });
  expect(headline?.text).toMatch(/^A man and his locomotive go on.*\p{L}…$/u);
  expect(graphemeCount(headline?.text ?? "")).toBeLessThanOrEqual(70);
  expect(description?.text).toMatch(/^A man and his locomotive go on.*\p{L}…$/u);
  expect(copy.en?.refused).toMatchObject({ claims: 2, numbers: 2, length: 2 });
});

it("does not let a spoiler in through the synopsis either", async () => {
  const synopsis = "The butler did it. Nobody in the house ever knew who had the key to the cellar.";
  const { copy } = await captioned(
    inEnglish({ channels: ["web"], spoilers: ["Butlers"] }, synopsis),
    writer(() => []),
  );
  expect(copy.en?.lines.map(({ text }) => text).join()).not.toMatch(/butler/i);
  const all = "The butler did it, and everybody knew that it was the butler who did it.";
  const none = await captioned(
    inEnglish({ channels: ["web"], spoilers: ["butler"] }, all),
    writer(() => ["Ask the butler now."]),
  );
  expect(none.copy.en?.lines.slice(0, 2)).toMatchObject([
    { text: "The General", source: "synopsis", failed: ["spoilers"] },
    { text: "The General", source: "synopsis", failed: ["spoilers", "length"] },
  ]);
});

it("never says the same thing twice in one creative", async () => {
  const same = writer(() => ["A quiet road, and no way back for anybody."]);
  const { copy } = await captioned(inEnglish({ channels: ["email"] }, "A man. A road."), same);
  const texts = copy.en?.lines.filter(({ source }) => source === "model").map(({ text }) => text);
  expect(texts).toHaveLength(1);
});

it("does not echo a sibling, and makes the same words again from the echoes alone", async () => {
  const lines = ["Who would steal a locomotive?", "No road leads home tonight.", "What is an engine worth to him?"];
  const text = writer(({ kind }) => (kind === "headline" ? lines : []));
  const brief = inEnglish({ channels: ["web"] }, "A man. A road.");
  const first = (await captioned(brief, text)).copy.en;
  if (!first) throw new Error("English was asked for");
  const siblings = echoesIn([first], brief.texts.en);
  const second = await captioned(brief, text, [...siblings, 1, 2, 3]);
  expect(second.copy.en?.lines[0]?.text).not.toBe(first.lines[0]?.text);
  expect(second.copy.en?.refused.echo).toBeGreaterThanOrEqual(1);
  expect(second.echoes.length).toBeLessThan(siblings.length + 3);
  expect((await captioned(brief, text, second.echoes)).copy).toEqual(second.copy);
});

it("stops when it is told to", async () => {
  const stopped = AbortSignal.abort(new Error("enough"));
  const run = caption.run({ brief: tinyBrief(), pictures: {}, renditions: [] }, { text: tinyWriter() }, stopped);
  await expect(run).rejects.toThrow("enough");
});
