import sharp from "sharp";
import { expect, it } from "vitest";
import { CHANNELS } from "../core/channel.ts";
import type { Captioned, EncodedRendition, Master } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { check, mayPassAgain } from "./check.ts";
import { tinyBrief } from "./tiny.ts";

const picture = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): Master => {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = value(pixel % widthPx, Math.floor(pixel / widthPx));
  }
  return { data, widthPx, heightPx, subject: { x: 0.3, y: 0.3, width: 0.4, height: 0.4 }, keep: [] };
};
const wide = (value: (x: number, y: number) => number) => picture(640, 360, value);
const tall = (value: (x: number, y: number) => number) => picture(200, 300, value);
const hills = (x: number, y: number) => 120 + 60 * Math.sin(x / 23) + 50 * Math.cos(y / 31) + ((x * 7 + y * 13) % 5);
const good = { wide: wide(hills), tall: tall(hills) };

const { data, widthPx, heightPx } = good.wide;
const bytes = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  .webp({ effort: 0 })
  .toBuffer();
const rendition = (change: Partial<EncodedRendition> = {}): EncodedRendition => {
  return {
    channel: "web",
    locale: "en",
    widthPx,
    heightPx,
    contentType: "image/webp",
    bytes,
    contrast: 7,
    ...change,
  };
};
const copy = { headline: "One night. No way back.", description: "A quiet road.", source: "model" } as const;
const failures = async (change: Partial<Captioned> = {}) => {
  const brief = tinyBrief();
  const en = brief.texts.en;
  const input: Captioned = {
    brief: { ...brief, channels: ["web", "poster"], texts: en ? { en } : {} },
    pictures: good,
    renditions: [rendition()],
    copy: { en: copy },
    ...change,
  };
  const { checks } = await check.run(input, {}, new AbortController().signal);
  return checks.filter(({ passed }) => !passed).map(({ gate }) => gate);
};

it("passes a picture, a file and words that are well", async () => {
  expect(await failures()).toEqual([]);
});

it("fails a picture that is blank, banded, noise or fog, by name", async () => {
  const random = randomFrom(1);
  expect(await failures({ pictures: { ...good, tall: tall(() => 90) } })).toContain("picture is not blank (tall)");
  expect(await failures({ pictures: { ...good, wide: wide((_, y) => (y * 3) % 256) } })).toContain(
    "picture is not banded (wide)",
  );
  expect(await failures({ pictures: { ...good, tall: tall(() => random() * 255) } })).toContain(
    "picture is not noise (tall)",
  );
  expect(await failures({ pictures: { ...good, wide: wide((x, y) => 100 + (x + y) / 20) } })).toContain(
    "picture is not blurred (wide)",
  );
});

it("fails a file that is broken, of another size, over its budget or hard to read", async () => {
  const whole = rendition();
  const cut = rendition({ bytes: whole.bytes.slice(0, 200) });
  expect(await failures({ renditions: [cut] })).toContain("file decodes (web, en)");
  const poster = rendition({ channel: "poster" });
  expect(await failures({ renditions: [poster] })).toEqual(["width (poster, en)", "height (poster, en)"]);
  const padded = new Uint8Array((CHANNELS.web.maxBytes.webp ?? 0) + 1);
  padded.set(whole.bytes);
  expect(await failures({ renditions: [rendition({ bytes: padded })] })).toContain("bytes (web, en)");
  const faint = rendition({ contrast: 4.49 });
  expect(await failures({ renditions: [faint] })).toEqual(["title contrast (web, en)"]);
});

it("fails words that are missing or too long", async () => {
  expect(await failures({ copy: {} })).toEqual(["headline is there (en)", "description is there (en)"]);
  expect(await failures({ copy: { en: { ...copy, headline: "x".repeat(71) } } })).toEqual(["headline fits (en)"]);
  expect(await failures({ copy: { en: { ...copy, description: "x".repeat(181) } } })).toEqual([
    "description fits (en)",
  ]);
});

it("knows which failures another seed may mend", () => {
  const failed = { passed: false, measured: 1, limit: 0 };
  expect(mayPassAgain({ gate: "picture is not blank (wide)", ...failed })).toBe(true);
  expect(mayPassAgain({ gate: 'glyphs (en): no font has "𒀀" (U+12000)', ...failed })).toBe(false);
});
