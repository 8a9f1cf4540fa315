import { describe, expect, it } from "vitest";
import { CHANNELS, ChannelName, frameOf, MASTERS } from "../../core/channel.ts";
import type { Region } from "../../core/picture.ts";
import { type Random, randomFrom } from "../../core/random.ts";
import { inCut, placeCut, type Wish } from "./place.ts";

const region = (random: Random, most = 1): Region => {
  const [width, height] = [0.02 + random() * (most - 0.02), 0.02 + random() * (most - 0.02)];
  return { x: random() * (1 - width), y: random() * (1 - height), width, height };
};
const size = (random: Random, most: number) => ({
  widthPx: 1 + Math.floor(random() * most),
  heightPx: 1 + Math.floor(random() * most),
});

/** Whether the whole of a region lies in the cut, to the pixel. */
const holds = (
  cut: ReturnType<typeof placeCut>,
  picture: { widthPx: number; heightPx: number },
  { x, y, width, height }: Region,
) =>
  cut.leftPx <= x * picture.widthPx + 1e-6 &&
  cut.topPx <= y * picture.heightPx + 1e-6 &&
  cut.leftPx + cut.widthPx >= (x + width) * picture.widthPx - 1e-6 &&
  cut.topPx + cut.heightPx >= (y + height) * picture.heightPx - 1e-6;

/** The pixels from the first to the last that any of the regions touches. */
const extent = (regions: readonly Region[], px: number, start: "x" | "y", length: "width" | "height") =>
  Math.ceil(Math.max(...regions.map((one) => (one[start] + one[length]) * px))) -
  Math.floor(Math.min(...regions.map((one) => one[start] * px)));

describe("a crop", () => {
  it("lies in the picture, is the largest of its shape, and is the same each time", () => {
    const random = randomFrom(1);
    for (let i = 0; i < 2_000; i++) {
      const [picture, frame] = [size(random, 1_500), size(random, 2_000)];
      const wish = { subject: region(random), keep: i % 3 ? [] : [region(random)] };
      const cut = placeCut(picture, frame, wish);
      expect(placeCut(picture, frame, wish)).toEqual(cut);
      for (const value of Object.values(cut)) expect(Number.isInteger(value)).toBe(true);
      expect(Math.min(cut.leftPx, cut.topPx)).toBeGreaterThanOrEqual(0);
      expect(Math.min(cut.widthPx, cut.heightPx)).toBeGreaterThanOrEqual(1);
      expect(cut.leftPx + cut.widthPx).toBeLessThanOrEqual(picture.widthPx);
      expect(cut.topPx + cut.heightPx).toBeLessThanOrEqual(picture.heightPx);
      // Never letterboxed, never smaller than it need be: one side is whole, and the other is what the shape asks.
      const ratio = frame.widthPx / frame.heightPx;
      const asked = cut.heightPx === picture.heightPx ? picture.heightPx * ratio : picture.widthPx / ratio;
      const other = cut.heightPx === picture.heightPx ? cut.widthPx : cut.heightPx;
      expect(cut.heightPx === picture.heightPx || cut.widthPx === picture.widthPx).toBe(true);
      expect(Math.abs(other - Math.max(1, asked))).toBeLessThanOrEqual(0.5 + 1e-9);
    }
  });

  it("holds the subject and all that is to be kept, where they fit together", () => {
    const random = randomFrom(2);
    let fitted = 0;
    for (let i = 0; i < 3_000; i++) {
      const [picture, frame] = [size(random, 1_500), size(random, 1_500)];
      const wish: Wish = {
        subject: region(random, 0.6),
        keep: Array.from({ length: i % 3 }, () => region(random, 0.2)),
      };
      const cut = placeCut(picture, frame, wish);
      const all = [wish.subject, ...wish.keep];
      const fits =
        extent(all, picture.widthPx, "x", "width") <= cut.widthPx &&
        extent(all, picture.heightPx, "y", "height") <= cut.heightPx;
      if (!fits) continue;
      fitted++;
      for (const one of all) expect(holds(cut, picture, one)).toBe(true);
    }
    expect(fitted).toBeGreaterThan(300);
  });

  it("holds a face that fits, whatever becomes of the rest", () => {
    const random = randomFrom(3);
    for (let i = 0; i < 1_000; i++) {
      const frame = i % 2 ? { widthPx: 1_920, heightPx: 1_080 } : { widthPx: 1_080, heightPx: 1_920 };
      const face = region(random, 0.3);
      const cut = placeCut(MASTERS.wide, frame, { subject: region(random), keep: [face] });
      const fits =
        extent([face], 1_280, "x", "width") <= cut.widthPx && extent([face], 720, "y", "height") <= cut.heightPx;
      if (fits) expect(holds(cut, MASTERS.wide, face)).toBe(true);
    }
  });

  it("keeps the head of a person who does not fit", () => {
    // A standing figure over the whole height of a tall master, cut to a square.
    const cut = placeCut(MASTERS.tall, frameOf("square", 1), {
      subject: { x: 0.3, y: 0.05, width: 0.4, height: 0.95 },
      keep: [],
    });
    expect(cut.topPx).toBeLessThanOrEqual(0.05 * 1_200);
  });

  it("leaves air around a subject where there is room", () => {
    const subject = { x: 0.4, y: 0.55, width: 0.2, height: 0.44 };
    const cut = placeCut(MASTERS.tall, frameOf("square", 1), { subject, keep: [] });
    expect(subject.y * 1_200 - cut.topPx).toBeGreaterThanOrEqual(0.05 * cut.heightPx - 1);
  });

  it("keeps the subject on its side of a wide frame, and near the middle of the others", () => {
    const middleIn = (channel: ChannelName, x: number) => {
      const master = MASTERS[CHANNELS[channel].shape];
      const subject = { x: x - 0.1, y: 0.4, width: 0.2, height: 0.4 };
      const cut = placeCut(master, frameOf(channel, 1), { subject, keep: [] });
      const found = inCut(subject, master, cut) as Region;
      return found.x + found.width / 2;
    };
    for (const channel of ChannelName.options) {
      const [least, most] = CHANNELS[channel].shape === "wide" ? [0.25, 0.75] : [0.29, 0.71];
      for (const x of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        expect(middleIn(channel, x), `${channel} ${x}`).toBeGreaterThan(least);
        expect(middleIn(channel, x), `${channel} ${x}`).toBeLessThan(most);
      }
      expect(middleIn(channel, 0.3), channel).toBeLessThan(0.5);
      expect(middleIn(channel, 0.7), channel).toBeGreaterThan(0.5);
    }
  });

  it("holds more of what draws the eye, where the subject leaves a choice, and goes nowhere for nothing", () => {
    const subject = { x: 0.4, y: 0.5, width: 0.2, height: 0.15 };
    const drawnTo = (row: number) => ({
      columns: 64,
      rows: 64,
      share: Float32Array.from({ length: 4096 }, (_, cell) => (Math.abs(Math.floor(cell / 64) - row) < 3 ? 20 : 0.05)),
    });
    const top = (wish: Partial<Wish>) =>
      placeCut(MASTERS.tall, frameOf("square", 1), { subject, keep: [], ...wish }).topPx;
    const plain = top({});
    const level = { columns: 64, rows: 64, share: new Float32Array(4096).fill(1) };
    expect(top({ saliency: level })).toBe(plain);
    // A tower that reaches above the plain crop, and a reflection below it.
    expect(top({ saliency: drawnTo(8) })).toBeLessThan((8 * 1_200) / 64);
    expect(top({ saliency: drawnTo(60) })).toBeGreaterThan(plain);
    const random = randomFrom(5);
    for (let i = 0; i < 200; i++) {
      const one = region(random, 0.5);
      const cut = placeCut(MASTERS.tall, frameOf("square", 1), { subject: one, keep: [], saliency: drawnTo(i % 64) });
      expect(holds(cut, MASTERS.tall, one)).toBe(true);
    }
  });

  it.each([1, 2])("is made of a picture of %i pixels a side, and for such a frame", (side) => {
    const subject = { x: 0, y: 0, width: 1, height: 1 };
    const one = { widthPx: side, heightPx: side };
    expect(placeCut(one, frameOf("tv", 1), { subject, keep: [] })).toMatchObject({ widthPx: side, heightPx: 1 });
    expect(placeCut(MASTERS.wide, one, { subject, keep: [] })).toMatchObject({ widthPx: 720, heightPx: 720 });
  });
});

describe("a region in a cut", () => {
  it("is where the same pixels are, and null where none of them is", () => {
    const cut = { leftPx: 100, topPx: 0, widthPx: 200, heightPx: 400 };
    const picture = { widthPx: 400, heightPx: 400 };
    expect(inCut({ x: 0.5, y: 0.25, width: 0.25, height: 0.5 }, picture, cut)).toEqual({
      x: 0.5,
      y: 0.25,
      width: 0.5,
      height: 0.5,
    });
    expect(inCut({ x: 0, y: 0, width: 0.5, height: 1 }, picture, cut)).toEqual({ x: 0, y: 0, width: 0.5, height: 1 });
    expect(inCut({ x: 0, y: 0, width: 0.25, height: 1 }, picture, cut)).toBeNull();
  });
});
