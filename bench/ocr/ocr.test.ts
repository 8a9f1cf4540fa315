import sharp from "sharp";
import { expect, it } from "vitest";
import { Locale } from "../../core/attributes.ts";
import { CHANNELS, ChannelName } from "../../core/channel.ts";
import { tinyPainter } from "../../pipeline/tiny.ts";
import { edits, plain } from "./error-rate.ts";
import { openReader } from "./reader.ts";
import { briefOf, masterOf, renditionOf } from "./rendition.ts";

// Characters misread, of all characters, in each channel.
const MOST_ERRORS = 0.02;
// All films of the samples in every channel, each channel in a turn of treatments of its own, on a small painter's
// pictures: fewer letters than these, and one misread word is over the limit. `bench/ocr.ts` reads the network's.
const FILMS = 12;

it("is told apart from a text by the least number of edits", () => {
  expect(edits(plain("kitten"), plain("sitting"))).toBe(3);
  expect(edits(plain("Sunrise: A Song"), plain("SUNRISE\nA SONG"))).toBe(0);
  expect(edits(plain(""), plain("abc"))).toBe(3);
});

it("lets an independent reader read the titles back, in every channel, in both alphabets", {
  timeout: 600_000,
}, async () => {
  const painter = tinyPainter();
  const readers = { en: await openReader("en"), uk: await openReader("uk") };
  const misread: string[] = [];
  const rates: Record<string, number> = {};
  for (const [turn, channel] of ChannelName.options.entries()) {
    let characters = 0;
    let errors = 0;
    for (let film = 0; film < FILMS; film++) {
      const brief = briefOf(FILMS * turn + film, turn);
      const master = await masterOf(brief, CHANNELS[channel].shape, painter);
      for (const locale of Locale.options) {
        const { name, bytes, box, treatment } = await renditionOf(brief, master, channel, locale);
        const read = await readers[locale].read(bytes, box);
        const wrong = edits(plain(read), plain(name));
        if (wrong > 0) misread.push(`${channel} ${treatment}: ${name} as ${read}`);
        errors += wrong;
        characters += plain(name).length;
      }
    }
    rates[channel] = errors / characters;
  }
  for (const reader of Object.values(readers)) await reader.close();
  expect(Object.keys(rates)).toEqual(ChannelName.options);
  for (const [channel, rate] of Object.entries(rates)) {
    expect(rate, `${channel}: ${misread.join("; ")}`).toBeLessThanOrEqual(MOST_ERRORS);
  }
});

it("misreads a title that people misread too: without contrast, and blurred", { timeout: 60_000 }, async () => {
  const reader = await openReader("en");
  const brief = briefOf(3, 1);
  const master = await masterOf(brief, "wide", tinyPainter());
  const { name, bytes, box } = await renditionOf(brief, master, "web", "en");
  expect(edits(plain(await reader.read(bytes, box)), plain(name))).toBe(0);
  const blurred = await sharp(bytes).blur(7).jpeg().toBuffer();
  expect(edits(plain(await reader.read(blurred, box)), plain(name))).toBeGreaterThan(2);
  const empty = await sharp({ create: { width: 640, height: 360, channels: 3, background: "#777" } })
    .jpeg()
    .toBuffer();
  expect(plain(await reader.read(empty, box)).length).toBeLessThan(3);
  await reader.close();
});
