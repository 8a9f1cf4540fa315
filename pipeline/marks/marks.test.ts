import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { Brand } from "../../core/brand.ts";
import { ChannelName, frameOf } from "../../core/channel.ts";
import type { Asset } from "../../core/key-art.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import { contrastOf, luminance } from "../light/colour.ts";
import { type Box, readGround } from "../light/ground.ts";
import { tinyBrief } from "../tiny.ts";
import { overlap } from "../type/boxes.ts";
import { boxIn, safeBox, type TitleFrame } from "../type/frame.ts";
import { LEAST_CONTRAST } from "../type/legible.ts";
import { setAgeRating } from "./age-rating.ts";
import { placeBrandLogo } from "./brand-logo.ts";
import { freePlace, inCorner } from "./corner.ts";
import { colourOf, inkOf, type Mark, readMark, stamp } from "./image.ts";
import { brandFrame, readMarks } from "./marks.ts";
import { setTitleLogo } from "./title-logo.ts";

const flat = (frame: { widthPx: number; heightPx: number }, colour: readonly number[]): Pixels => {
  const data = new Uint8Array(frame.widthPx * frame.heightPx * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { data, widthPx: frame.widthPx, heightPx: frame.heightPx };
};
/** A channel's frame, no larger than a web card: what is tested does not grow with it. */
function frameFor(channel: ChannelName, keep: Region[] = [], subject: Region | null = null): TitleFrame {
  const { widthPx, heightPx, safe } = frameOf(channel, 1);
  const scale = Math.min(1, 640 / Math.max(widthPx, heightPx));
  const size = { widthPx: Math.round(widthPx * scale), heightPx: Math.round(heightPx * scale) };
  return { ...size, safe, density: 1, subject, keep };
}
const same = (one: Uint8Array, other: Uint8Array) => Buffer.from(one).equals(other);
const inside = (box: Box, area: Box) =>
  box.x >= area.x &&
  box.y >= area.y &&
  box.x + box.width <= area.x + area.width &&
  box.y + box.height <= area.y + area.height;

/** Everything that differs between two pictures of the same size. */
function changed(one: Pixels, other: Pixels): Box | null {
  let [left, right, top, bottom] = [one.widthPx, -1, one.heightPx, -1];
  for (let pixel = 0; pixel < one.data.length / 3; pixel++) {
    if ([0, 1, 2].every((c) => one.data[3 * pixel + c] === other.data[3 * pixel + c])) continue;
    const [x, y] = [pixel % one.widthPx, Math.floor(pixel / one.widthPx)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  return right < 0 ? null : { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top };
}

async function assetOf(svg: string, width: number, height: number) {
  const bytes = new Uint8Array(
    await sharp(Buffer.from(`<svg width="${width}" height="${height}">${svg}</svg>`))
      .png()
      .toBuffer(),
  );
  const asset: Asset = { blob: createHash("sha256").update(bytes).digest("hex"), widthPx: width, heightPx: height };
  return { asset, read: async () => bytes };
}
/** Three bars of white in a field that can be seen through, with room around them. */
const bars = () => assetOf('<path d="M40 30h30v60h-30zM90 30h30v60h-30zM140 30h30v60h-30z" fill="#fff"/>', 220, 120);
const markOf = async (): Promise<Mark> => {
  const { asset, read } = await bars();
  return readMark(asset, read);
};

describe("a logo", () => {
  it("is cut to what can be seen of it, with its colours", async () => {
    const mark = await markOf();
    expect([mark.widthPx, mark.heightPx]).toEqual([130, 60]);
    expect(colourOf(mark).map(Math.round)).toEqual([255, 255, 255]);
    expect(inkOf(mark).data[30 * 130 + 5]).toBe(255);
    expect(inkOf(mark).data[30 * 130 + 40]).toBe(0);
  });

  it("that shows nothing is refused by name", async () => {
    const { asset, read } = await assetOf("", 20, 20);
    await expect(readMark(asset, read)).rejects.toThrow(`nothing can be seen of the logo ${asset.blob}`);
  });
});

describe("a place", () => {
  const area = { x: 10, y: 10, width: 80, height: 80 };
  const size = { width: 20, height: 10 };

  it("is the corner that was wished for, another where that is taken, and none where all is", () => {
    expect(freePlace(area, size, "top-left", [], [])).toEqual({ x: 10, y: 10, width: 20, height: 10 });
    const taken = inCorner(area, "top-left", 20, 10);
    expect(freePlace(area, size, "top-left", [taken], [])).toEqual(inCorner(area, "bottom-right", 20, 10));
    expect(freePlace(area, size, "top-left", [{ x: 0, y: 0, width: 100, height: 100 }], [])).toBeNull();
    expect(freePlace(area, { width: 90, height: 5 }, "top-left", [], [])).toBeNull();
  });

  it("is along the edges when the corners are taken, and over least of what it should not cover", () => {
    const corners = (["top-left", "top-right", "bottom-left", "bottom-right"] as const).map((one) =>
      inCorner(area, one, 20, 10),
    );
    const place = freePlace(area, size, "top-left", corners, []) as Box;
    expect(inside(place, area)).toBe(true);
    expect(corners.some((corner) => overlap(corner, place))).toBe(false);
    const most = { x: 0, y: 0, width: 100, height: 86 };
    expect(freePlace(area, size, "top-left", [], [most])?.y).toBe(80);
  });
});

describe("an age rating", () => {
  it.each(ChannelName.options)(
    "stands in %s inside the safe area, clear of title, faces and subject, and reads",
    async (channel) => {
      const face = { x: 0.62, y: 0.5, width: 0.38, height: 0.5 };
      const frame = frameFor(channel, [face], { x: 0.6, y: 0.2, width: 0.4, height: 0.8 });
      const safe = safeBox(frame);
      const title = { x: safe.x, y: safe.y, width: Math.round(safe.width / 2), height: Math.round(safe.height / 4) };
      for (const colour of [
        [250, 250, 250],
        [5, 5, 5],
        [128, 90, 60],
      ]) {
        const before = flat(frame, colour);
        const after = { ...before, data: before.data.slice() };
        const box = (await setAgeRating(after, frame, "16+", [title])) as Box;
        const where = changed(before, after) as Box;
        expect(inside(where, box)).toBe(true);
        expect(inside(box, safe)).toBe(true);
        for (const other of [title, boxIn(frame, face)]) expect(overlap(box, other)).toBe(false);
        const lights: number[] = [];
        for (let y = box.y; y < box.y + box.height; y++)
          for (let x = box.x; x < box.x + box.width; x++) {
            const at = 3 * (y * frame.widthPx + x);
            lights.push(luminance(after.data[at] ?? 0, after.data[at + 1] ?? 0, after.data[at + 2] ?? 0));
          }
        expect(contrastOf(Math.max(...lights), Math.min(...lights))).toBeGreaterThan(12);
        // Letters, and not a plate alone: a fair part of the inside is light.
        const light = lights.filter((value) => value > 0.5).length / lights.length;
        expect(light).toBeGreaterThan(0.12);
        expect(light).toBeLessThan(0.6);
      }
    },
  );

  it("goes over a face rather than over the title, and nowhere when the title has it all", async () => {
    const whole = { x: 0, y: 0, width: 1, height: 1 };
    const frame = frameFor("web", [whole]);
    const picture = flat(frame, [90, 90, 90]);
    const title = { x: 0, y: 0, width: frame.widthPx, height: Math.round(frame.heightPx / 2) };
    const box = (await setAgeRating(picture, frame, "16+", [title])) as Box;
    expect(overlap(box, title)).toBe(false);
    const all = { x: 0, y: 0, width: frame.widthPx, height: frame.heightPx };
    expect(await setAgeRating(flat(frame, [1, 1, 1]), frame, "16+", [all])).toBeNull();
  });
});

describe("a brand's logo", () => {
  const logoOf = (asset: Asset, corner: "top-left" | "bottom-right", clearSpace = 0.5) =>
    Brand.parse({ logo: { asset, corner, clearSpace } }).logo as NonNullable<Brand["logo"]>;

  it("stands in its corner with its clear space told, and reads on any ground", async () => {
    const { asset } = await bars();
    const frame = frameFor("square");
    const safe = safeBox(frame);
    for (const colour of [
      [250, 250, 250],
      [10, 10, 10],
    ]) {
      const picture = flat(frame, colour);
      const before = picture.data.slice();
      const set = await placeBrandLogo(picture, frame, logoOf(asset, "top-left"), await markOf());
      if (!set) throw new Error("there was a place");
      expect(same(picture.data, before)).toBe(true);
      const logo = { ...set.pixels, data: set.pixels.data.slice() };
      stamp(logo, set.mark, set.box.x, set.box.y);
      expect([set.box.x, set.box.y]).toEqual([safe.x, safe.y]);
      expect(set.clear.width).toBeGreaterThanOrEqual(set.box.width + set.box.height - 1);
      const at = (x: number, y: number) => {
        const from = 3 * (y * frame.widthPx + x);
        return luminance(...(logo.data.subarray(from, from + 3) as unknown as [number, number, number]));
      };
      const [bar, gap] = [Math.round(set.box.width * 0.1), Math.round(set.box.width * 0.3)];
      const y = set.box.y + Math.round(set.box.height / 2);
      expect(contrastOf(at(set.box.x + bar, y), at(set.box.x + gap, y))).toBeGreaterThan(LEAST_CONTRAST);
    }
  });

  it("leaves its corner to a face, and its clear space is kept by the title's frame", async () => {
    const { asset, read } = await bars();
    const face = { x: 0.7, y: 0.7, width: 0.3, height: 0.3 };
    const frame = frameFor("web", [face]);
    const brief = tinyBrief({ brand: Brand.parse({ logo: { asset, corner: "bottom-right" } }), ageRating: "12+" });
    const marks = await readMarks(brief, read);
    const branded = await brandFrame(flat(frame, [60, 60, 60]), frame, brief, marks);
    const clear = boxIn(frame, branded.frame.keep[1] as Region);
    expect(branded.frame.keep).toHaveLength(2);
    expect(overlap(clear, boxIn(frame, face))).toBe(false);
    const title = { x: 200, y: 150, width: 100, height: 40 };
    const finished = async (change: object) => {
      const pixels = { ...branded.pixels, data: branded.pixels.data.slice() };
      await (await brandFrame(pixels, frame, { ...brief, ...change }, marks)).finish({ pixels, ink: title });
      return pixels;
    };
    const logoAlone = await finished({ ageRating: undefined });
    expect(inside(changed(branded.pixels, logoAlone) as Box, clear)).toBe(true);
    const rating = changed(logoAlone, await finished({})) as Box;
    for (const other of [clear, title, boxIn(frame, face)]) expect(overlap(rating, other)).toBe(false);
  });

  it("is not there when nobody brought one, and nothing changes", async () => {
    const frame = frameFor("web");
    const picture = flat(frame, [60, 60, 60]);
    const branded = await brandFrame(picture, frame, tinyBrief(), await readMarks(tinyBrief(), undefined));
    expect(branded.pixels).toBe(picture);
    const before = picture.data.slice();
    await branded.finish({ pixels: picture, ink: { x: 0, y: 0, width: 9, height: 9 } });
    expect(same(picture.data, before)).toBe(true);
  });
});

describe("a title treatment", () => {
  it.each(["web", "poster", "story"] as const)(
    "stands in %s in place of type: safe, clear and legible",
    async (channel) => {
      const face = { x: 0.35, y: 0.3, width: 0.3, height: 0.25 };
      const frame = frameFor(channel, [face], { x: 0.3, y: 0.3, width: 0.4, height: 0.7 });
      const logo = await markOf();
      for (const colour of [
        [245, 245, 245],
        [20, 30, 60],
      ]) {
        const picture = flat(frame, colour);
        const wish = { logo, composition: "figure", focal: "centre", frame } as const;
        const set = await setTitleLogo(picture, readGround(picture), wish);
        expect(inside(set.ink, safeBox(frame))).toBe(true);
        expect(set.overKept).toBe(0);
        expect(set.contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
        expect(set.step === "none").toBe(colour[0] === 20);
        expect(set.capPx).toBeGreaterThan(set.leastCapPx);
        expect(set.capPx).toBeLessThanOrEqual(set.ink.height);
        expect(set.ink.width / set.ink.height).toBeCloseTo(130 / 60, 0);
        expect(same(picture.data, flat(frame, colour).data)).toBe(true);
        const middle =
          3 * ((set.ink.y + (set.ink.height >> 1)) * frame.widthPx + set.ink.x + Math.round(set.ink.width * 0.1));
        expect([...set.pixels.data.subarray(middle, middle + 3)]).toEqual([255, 255, 255]);
      }
    },
  );
});
