import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Brief, Master } from "../../core/creative.ts";
import { KeyArt } from "../../core/key-art.ts";
import type { PaintRequest } from "../../core/ports.ts";
import { cutFrame } from "../frame/cut.ts";
import { inspect } from "../inspect.ts";
import { paint } from "../paint.ts";
import { sketch } from "../sketch.ts";
import { style } from "../style.ts";
import { tinyBrief, tinyPainter } from "../tiny.ts";

const WIDTH = 240;
const HEIGHT = 160;
const signal = new AbortController().signal;

/** A red disc on a blue field, both grained; `clear`: the field can be seen through. */
async function art(clear = false): Promise<Uint8Array> {
  const svg = `<svg width="${WIDTH}" height="${HEIGHT}">${clear ? "" : '<rect width="100%" height="100%" fill="#2040a0"/>'}<circle cx="120" cy="80" r="40" fill="#c03020"/></svg>`;
  const grain = sharp({
    create: {
      width: WIDTH,
      height: HEIGHT,
      channels: 3,
      background: "#000",
      noise: { type: "gaussian", mean: 20, sigma: 6 },
    },
  });
  const image = sharp(Buffer.from(svg));
  if (clear) return image.png().toBuffer();
  return image
    .composite([{ input: await grain.png().toBuffer(), blend: "add" }])
    .png()
    .toBuffer();
}

async function briefWith(use: KeyArt["use"], bytes: Uint8Array, change: Partial<Brief> = {}): Promise<Brief> {
  const blob = createHash("sha256").update(bytes).digest("hex");
  const asset = { blob, widthPx: WIDTH, heightPx: HEIGHT };
  const keyArt = KeyArt.parse({ asset, focal: { x: 0.5, y: 0.5 }, use });
  return tinyBrief({ keyArt, channels: ["web", "poster"], ...change });
}

async function made(use: KeyArt["use"], clear = false, change: Partial<Brief> = {}) {
  const bytes = await art(clear);
  const brief = await briefWith(use, bytes, change);
  const asked: PaintRequest[] = [];
  const painter = tinyPainter();
  // Real paint, and so much of it that nobody could miss it.
  const image = {
    ...painter,
    paint: async (request: PaintRequest) => {
      asked.push(request);
      const { data, ...size } = await painter.paint(request, signal);
      return { ...size, data: data.map((value) => 255 - value) };
    },
  };
  const sketched = await sketch.run(brief, { assets: async () => bytes }, signal);
  const painted = await paint.run(sketched, { image }, signal);
  const original = await sharp(bytes).removeAlpha().raw().toBuffer();
  return { brief, sketched, painted, asked, original, picture: painted.pictures.wide as Master };
}

const pixel = ({ data, widthPx }: { data: Uint8Array; widthPx: number }, x: number, y: number) => [
  ...data.subarray(3 * (y * widthPx + x), 3 * (y * widthPx + x) + 3),
];

describe("key art whose background alone may change", () => {
  it("keeps every pixel of its subject, bit for bit, and paints what lies around", async () => {
    const { picture, original, asked } = await made("background");
    expect([picture.widthPx, picture.heightPx]).toEqual([WIDTH, HEIGHT]);
    const mask = picture.brought?.mask ?? new Uint8Array();
    let [whole, outside, changed] = [0, 0, 0];
    for (let at = 0; at < WIDTH * HEIGHT; at++) {
      const [is, was] = [picture.data.subarray(3 * at, 3 * at + 3), original.subarray(3 * at, 3 * at + 3)];
      if (mask[at] === 255) {
        whole++;
        expect(is).toEqual(new Uint8Array(was));
      } else if (mask[at] === 0) {
        outside++;
        if (is.some((value, c) => Math.abs(value - (was[c] ?? 0)) > 20)) changed++;
      }
    }
    expect(whole).toBeGreaterThan(0.8 * Math.PI * 40 ** 2);
    expect(outside).toBeGreaterThan(0.5 * WIDTH * HEIGHT);
    expect(changed / outside).toBeGreaterThan(0.95);
    // What is painted has nothing of the subject in it.
    const [red = 255] = pixel({ data: asked[0]?.storyboard.data ?? new Uint8Array(), widthPx: WIDTH }, 120, 80);
    expect(red).toBeLessThan(90);
  });

  it("is one master for all shapes, painted once, with its subject's box", async () => {
    const { painted, asked, picture } = await made("background");
    expect(painted.pictures.tall).toBe(painted.pictures.wide);
    expect(asked).toHaveLength(1);
    const { x, y, width, height } = picture.subject;
    expect([x, y, width, height].map((share) => Math.round(20 * share))).toEqual([7, 5, 7, 10]);
  });

  it("stays as it is through crop and grade too: what is kept comes along", async () => {
    const { picture } = await made("background");
    const { kept, picture: cut } = await cutFrame(picture, { widthPx: 90, heightPx: 160 });
    const middle = 80 * 90 + 45;
    expect([kept?.data.length, kept?.mask.length]).toEqual([cut.data.length, 90 * 160]);
    expect(kept?.mask[middle]).toBe(255);
    expect(kept?.mask[0]).toBe(0);
  });
});

it("keeps its subject's colours in the finished file, through grade, look and title", { timeout: 60_000 }, async () => {
  const { painted } = await made("background", false, { channels: ["email"] });
  const { brief } = painted;
  const attributes = { ...brief.attributes, look: "duotone", mood: "dark", palette: "frost" } as const;
  const { renditions } = await style.run({ ...painted, brief: { ...brief, attributes } }, {}, signal);
  const file = renditions.find(({ format, locale }) => format === "jpeg" && locale === "en");
  const { data, info } = await sharp(file?.bytes).raw().toBuffer({ resolveWithObject: true });
  const master = painted.pictures.wide as Master;
  const { kept } = await cutFrame(master, { widthPx: info.width, heightPx: info.height });
  let [sum, count] = [0, 0];
  kept?.mask.forEach((value, at) => {
    if (value < 255) return;
    for (let c = 0; c < 3; c++) sum += Math.abs((data[3 * at + c] ?? 0) - (kept.data[3 * at + c] ?? 0));
    count += 3;
  });
  expect(count).toBeGreaterThan(10_000);
  expect(sum / count).toBeLessThan(8);
});

describe("key art that was cut out already", () => {
  it("stands before the brief's own scene, and its transparency is its mask", async () => {
    const { picture, asked, brief } = await made("background", true);
    expect(pixel(picture, 120, 80)).toEqual([0xc0, 0x30, 0x20]);
    expect(picture.brought?.mask[0]).toBe(0);
    const colours = new Set(asked[0]?.storyboard.data);
    expect(colours.size).toBeGreaterThan(50);
    expect(asked[0]?.styles).toEqual({ [brief.attributes.style]: 1 });
  });
});

describe("key art that is not to be touched", () => {
  it("is not painted at all, and no gate judges it", async () => {
    const { painted, sketched, asked, original, picture } = await made("untouched");
    expect(asked).toHaveLength(0);
    expect(picture.data).toEqual(new Uint8Array(original));
    const { checks } = await inspect.run({ ...sketched, ...painted }, {}, signal);
    expect(checks).toEqual([]);
  });
});

describe("key art that may be retouched", () => {
  it("is painted whole at a moderate strength, less where it is to stay close, and keeps nothing back", async () => {
    const { picture, original, asked } = await made("retouch");
    expect(asked[0]?.strength).toBe(0.6);
    expect(Buffer.from(asked[0]?.storyboard.data ?? []).equals(original)).toBe(true);
    expect(picture.brought).toBeUndefined();
    expect(pixel(picture, 120, 80)).not.toEqual(pixel({ data: original, widthPx: WIDTH }, 120, 80));
    expect((await made("retouch", false, { closeToSource: true })).asked[0]?.strength).toBe(0.3);
  });
});

it("paints a title without key art nearer to its storyboard when it is to stay close to the source", async () => {
  const strengths: (number | undefined)[] = [];
  const painter = tinyPainter();
  const image = {
    ...painter,
    paint: (request: PaintRequest) => {
      strengths.push(request.strength);
      return painter.paint(request, signal);
    },
  };
  for (const closeToSource of [false, true]) {
    const brief = tinyBrief({ channels: ["web"], closeToSource });
    await paint.run(await sketch.run(brief, {}, signal), { image }, signal);
  }
  expect(strengths).toEqual([undefined, 0.5]);
});

it("says so when a brief names key art and nothing can read it", async () => {
  const brief = await briefWith("background", await art(), { seed: 77 });
  const keyArt = { ...(brief.keyArt as KeyArt), focal: { x: 0.1, y: 0.1 } };
  await expect(sketch.run({ ...brief, keyArt }, {}, signal)).rejects.toThrow("nothing was given to read it with");
});
