import sharp from "sharp";
import { expect, it } from "vitest";
import { CHANNELS } from "../core/channel.ts";
import type { Captioned, EncodedRendition, Master, SetTitle, Titled } from "../core/creative.ts";
import { plainCopy } from "../core/testing/copy.ts";
import { check } from "./check.ts";
import { mayPassAgain } from "./gates/list.ts";
import { tinyBrief } from "./tiny.ts";

const [widthPx, heightPx] = [CHANNELS.web.widthPx, CHANNELS.web.heightPx];
const encoded = (value: (x: number, y: number) => number) => {
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % widthPx, Math.floor(pixel / widthPx));
  });
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .webp({ effort: 0 })
    .toBuffer();
};
/** A title's bright strokes, where `title` says that it stands. */
const stroke = (x: number, y: number) => y > 220 && y < 280 && x > 42 && x < 290 && x % 16 < 6;
const hills = (x: number, y: number) => 90 + 50 * Math.sin(x / 23) + 35 * Math.cos(y / 31) + ((x * 7 + y * 13) % 5);
const bytes = await encoded((x, y) => (stroke(x, y) ? 250 : hills(x, y)));
const rendition = (change: Partial<EncodedRendition> = {}): EncodedRendition => {
  return {
    channel: "web",
    locale: "en",
    density: 1,
    format: "webp",
    widthPx,
    heightPx,
    contentType: "image/webp",
    bytes,
    quality: 78,
    score: 0.99,
    contrast: 7,
    thumbHash: "",
    dominant: "#808080",
    ...change,
  };
};
const title = (change: Partial<SetTitle> = {}): SetTitle => ({
  channel: "web",
  density: 1,
  locale: "en",
  contrast: 7,
  capPx: 40,
  leastCapPx: 11,
  strokePx: 4,
  step: "none",
  overKept: 0,
  ink: { x: 0.06, y: 0.6, width: 0.4, height: 0.3 },
  name: { x: 0.06, y: 0.6, width: 0.4, height: 0.2 },
  ...change,
});
const failures = async (change: Partial<Captioned & Titled> = {}) => {
  const brief = tinyBrief();
  const en = brief.texts.en;
  const input: Captioned & Titled = {
    brief: { ...brief, texts: en ? { en } : {} },
    pictures: {} as Record<"wide", Master>,
    renditions: [rendition()],
    titles: [title()],
    copy: { en: plainCopy() },
    echoes: [],
    ...change,
  };
  const { checks } = await check.run(input, {}, new AbortController().signal);
  return checks.filter(({ passed }) => !passed).map(({ gate, where }) => `${gate} (${where})`);
};

it("passes a file and words that are well", async () => {
  expect(await failures()).toEqual([]);
});

it("fails a file that is broken, of another size or format, or over its budget", async () => {
  const flipped = bytes.map((byte, at) => (at > 200 && at % 97 === 0 ? byte ^ 0x55 : byte));
  for (const broken of [bytes.subarray(0, 200), bytes.subarray(0, bytes.length - 400), Buffer.alloc(0), flipped])
    expect(await failures({ renditions: [rendition({ bytes: broken })] })).not.toEqual([]);
  const cut = rendition({ bytes: bytes.subarray(0, bytes.length - 400) });
  expect(await failures({ renditions: [cut] })).toContain("file decodes (web, en, webp)");
  const poster = rendition({ channel: "poster" });
  expect(await failures({ renditions: [poster], titles: [title({ channel: "poster" })] })).toEqual([
    "file width (poster, en, webp)",
    "file height (poster, en, webp)",
  ]);
  const png = await sharp(bytes).png().toBuffer();
  expect(await failures({ renditions: [rendition({ bytes: png })] })).toContain("file format (web, en, webp)");
  const padded = new Uint8Array((CHANNELS.web.maxBytes.webp ?? 0) + 1);
  padded.set(bytes);
  expect(await failures({ renditions: [rendition({ bytes: padded })] })).toContain("file size (web, en, webp)");
});

it("fails a file that shows nothing, or noise", async () => {
  const flat = rendition({ bytes: await encoded(() => 128) });
  expect(await failures({ renditions: [flat] })).toContain("file not blank (web, en, webp)");
  const noise = rendition({
    bytes: await encoded((x, y) => (Math.imul(x * 7919 + y * 104729, 2654435761) >>> 24) & 255),
  });
  expect(await failures({ renditions: [noise] })).toContain("file not noise (web, en, webp)");
});

it("fails a title that is faint, small, near the edge, over a face, or not in the file", async () => {
  const faults: [Partial<SetTitle>, string][] = [
    [{ contrast: 4.49 }, "title contrast"],
    [{ capPx: 10.9 }, "title size"],
    [{ ink: { x: 0.03, y: 0.6, width: 0.4, height: 0.3 } }, "title in the safe area"],
    [{ ink: { x: 0.06, y: 0.6, width: 0.92, height: 0.3 } }, "title in the safe area"],
    [{ ink: { x: 0.06, y: 0.6, width: 0.4, height: 0.38 } }, "title in the safe area"],
    [{ overKept: 0.3 }, "title beside faces"],
    [{ strokePx: 0.8 }, "title strokes"],
  ];
  for (const [change, gate] of faults)
    expect(await failures({ titles: [title(change)] })).toEqual([`${gate} (web, en)`]);

  // The same sky with a title's bright strokes and without them.
  const sky = (x: number, y: number) => 70 + 30 * Math.sin(x / 41) + 20 * Math.cos(y / 29) + ((x * 7 + y * 13) % 5);
  const lettered = rendition({ bytes: await encoded((x, y) => (stroke(x, y) ? 240 : sky(x, y))) });
  expect(await failures({ renditions: [lettered] })).toEqual([]);
  const bare = rendition({ bytes: await encoded(sky) });
  expect(await failures({ renditions: [bare] })).toEqual(["title shows in the file (web, en, webp)"]);
  expect(await failures({ renditions: [lettered], titles: [] })).toEqual(["title shows in the file (web, en, webp)"]);
});

it("fails words that are missing or too long", async () => {
  const failed = async (change: Parameters<typeof plainCopy>[0]) => failures({ copy: { en: plainCopy(change) } });
  expect(await failures({ copy: {} })).toEqual(["texts are there (en)"]);
  expect(await failed({ alt: "" })).toEqual(["texts are there (en)"]);
  const most = Math.min(...tinyBrief().channels.map((channel) => CHANNELS[channel].texts.headline));
  expect(await failed({ headline: "x".repeat(most) })).toEqual([]);
  expect(await failed({ headline: "x".repeat(most + 1) })).toEqual(["texts fit (en)"]);
});

it("knows which failures another seed may mend", () => {
  expect(mayPassAgain({ gate: "not blank" })).toBe(true);
  expect(mayPassAgain({ gate: "least match by some-judge" })).toBe(true);
  expect(mayPassAgain({ gate: "every glyph has a font" })).toBe(false);
});
