import { expect, it } from "vitest";
import { type Composition, type FocalSide, Genre, Treatment } from "../../core/attributes.ts";
import { CHANNELS, ChannelName, frameOf } from "../../core/channel.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import { readGround } from "../light/ground.ts";
import { FACES } from "./face.ts";
import { drawInk } from "./ink.ts";
import { lineMarkup, SOLID } from "./markup.ts";
import { PAIRINGS, pairingOf, treatmentsFor } from "./pairing.ts";
import { setTitle } from "./treatment.ts";

const frameIn = (channel: ChannelName) => ({ ...frameOf(channel, 1), density: 1, subject: null, keep: [] });

/** Light at the top, dark at the foot, in the palette's two ends: hard for letters of either kind. */
function slope(channel: ChannelName): Pixels {
  const { widthPx, heightPx } = CHANNELS[channel];
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const value = 245 - (220 * y) / heightPx + 8 * Math.sin(x / 9);
      data[at++] = value;
      data[at++] = value * 0.95;
      data[at++] = value * 0.9;
    }
  }
  return { data, widthPx, heightPx };
}

const pictures = Object.fromEntries(ChannelName.options.map((name) => [name, slope(name)])) as Record<
  ChannelName,
  Pixels
>;
const set = (
  name: string,
  channel: ChannelName,
  {
    focal = "left" as FocalSide,
    composition = "vista" as Composition,
    facts = ["1926"],
    treatment = "monument" as Treatment,
    subject = null as Region | null,
    keep = [] as Region[],
  } = {},
) =>
  setTitle(pictures[channel], readGround(pictures[channel]), {
    name,
    facts,
    treatment,
    palette: PALETTES.tide,
    composition,
    focal,
    frame: { ...frameIn(channel), subject, keep },
  });

const NAMES = [
  "M",
  ".",
  "Metropolis",
  'Tom & Jerry <3 "q"',
  "</text></span>&amp;",
  "<span foreground='#ff0000'>Red</span>",
  "Людина з кіноапаратом",
  "ЇЇ Ґанок",
  "שלום עולם, סרט ארוך מאוד",
  "ألف ليلة وليلة",
  "七人の侍",
  "สวัสดีชาวโลก",
  "W".repeat(200),
  `${"The long way home to the sea and back ".repeat(5)}again`,
  "!".repeat(200),
];

// A clock of channels, so that each name is set in some and each channel sets some.
const channelsFor = (nth: number) => [0, 3].map((by) => ChannelName.options[(nth + by) % ChannelName.options.length]);

it("keeps every title inside the safe area, uncut, and readable", async () => {
  for (const [nth, name] of NAMES.entries()) {
    for (const channel of channelsFor(nth) as ChannelName[]) {
      const { widthPx, heightPx, safe } = CHANNELS[channel];
      const { ink, contrast, capPx, leastCapPx, strokePx } = await set(name, channel);
      const where = `${name.slice(0, 20)} ${channel}`;
      expect(ink.x, where).toBeGreaterThanOrEqual(Math.floor(widthPx * safe.left));
      expect(ink.y, where).toBeGreaterThanOrEqual(Math.floor(heightPx * safe.top));
      expect(ink.x + ink.width, where).toBeLessThanOrEqual(Math.ceil(widthPx * (1 - safe.right)));
      expect(ink.y + ink.height, where).toBeLessThanOrEqual(Math.ceil(heightPx * (1 - safe.bottom)));
      expect(contrast, where).toBeGreaterThanOrEqual(4.5);
      expect(capPx, where).toBeGreaterThanOrEqual(leastCapPx);
      expect(strokePx, where).toBeGreaterThan(1);
    }
  }
});

it("draws what was typed: markup in a name is shown, not obeyed", async () => {
  const widthOf = async (text: string) =>
    (await drawInk(lineMarkup([{ face: FACES.forum, text }], 40, SOLID), [FACES.forum])).widthPx;
  expect(await widthOf("<span size='1'>Red</span>")).toBeGreaterThan(4 * (await widthOf("Red")));
  for (const name of ["</span>", "&amp;", "&lt", "&#0;", '"', "<b", "]]>", "<!--"]) {
    expect(await widthOf(`i${name}`)).toBeGreaterThan(await widthOf("i"));
  }
});

it("stands on the side away from the weight of the picture, in a frame that is wide", async () => {
  const { widthPx } = CHANNELS.web;
  const stands = { x: 0.55, y: 0.2, width: 0.3, height: 0.75 };
  const left = await set("Metropolis", "web", { focal: "right", subject: stands });
  expect(left.ink.x + left.ink.width).toBeLessThanOrEqual(stands.x * widthPx);
  const right = await set("Metropolis", "web", { focal: "left", subject: { ...stands, x: 0.15 } });
  expect(right.ink.x).toBeGreaterThanOrEqual(0.45 * widthPx);
});

it("changes nothing of the picture that it was given, and gives the same again", async () => {
  const before = pictures.square.data.slice();
  const one = await set("Metropolis", "square");
  const two = await set("Metropolis", "square");
  expect(Buffer.compare(pictures.square.data, before)).toBe(0);
  expect(Buffer.compare(one.pixels.data, two.pixels.data)).toBe(0);
});

it("reports the contrast that the picture really has, and has enough on white, black and noise", async () => {
  const [widthPx, heightPx] = [360, 360];
  const grounds = {
    white: () => 255,
    black: () => 0,
    grey: () => 119,
    checks: (i: number) => ((Math.floor(i / 3) + Math.floor(i / (3 * widthPx))) % 2) * 255,
  };
  const steps: Record<string, string> = {};
  for (const [name, value] of Object.entries(grounds)) {
    const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => value(i));
    const picture = { data, widthPx, heightPx };
    const { contrast, step } = await setTitle(picture, readGround(picture), {
      name: "Metropolis",
      facts: ["1927"],
      treatment: "omen",
      palette: PALETTES.noir,
      composition: "vista",
      focal: "centre",
      frame: { ...frameIn("square"), widthPx, heightPx },
    });
    expect(contrast, name).toBeGreaterThanOrEqual(4.5);
    steps[name] = step;
  }
  expect(steps).toEqual({ white: "none", black: "none", grey: "graded", checks: "scrim" });
});

it("refuses a name that no font can draw before anything is drawn, and says which characters", async () => {
  await expect(set("Cuneiform 𒀀 and 😀", "web")).rejects.toMatchObject({
    code: "title_not_drawable",
    issues: [{ field: "name", reason: 'no bundled font has "𒀀" (U+12000), "😀" (U+1F600); remove or replace them' }],
  });
});

it("says where its ink is, to the pixel", async () => {
  for (const channel of ["web", "push"] as const) {
    const { widthPx, heightPx } = CHANNELS[channel];
    const picture = { data: new Uint8Array(widthPx * heightPx * 3), widthPx, heightPx };
    const { pixels, ink } = await setTitle(picture, readGround(picture), {
      name: "Tom & Jerry",
      facts: ["1940", "Hollywood"],
      treatment: "cartoon",
      palette: PALETTES.noir,
      composition: "vista",
      focal: "left",
      frame: frameIn(channel),
    });
    const lit: number[] = [];
    for (let i = 0; i < widthPx * heightPx; i++) if ((pixels.data[3 * i + 1] ?? 0) > 40) lit.push(i);
    const columns = lit.map((i) => i % widthPx);
    const seen = { left: widthPx, right: 0 };
    for (const column of columns) {
      seen.left = Math.min(seen.left, column);
      seen.right = Math.max(seen.right, column);
    }
    const rows = { top: Math.floor((lit[0] ?? 0) / widthPx), bottom: Math.floor((lit.at(-1) ?? 0) / widthPx) };
    // The faintest edge pixels are below the threshold.
    expect(Math.abs(seen.left - ink.x)).toBeLessThanOrEqual(2);
    expect(Math.abs(seen.right + 1 - ink.x - ink.width)).toBeLessThanOrEqual(2);
    expect(Math.abs(rows.top - ink.y)).toBeLessThanOrEqual(2);
    expect(Math.abs(rows.bottom + 1 - ink.y - ink.height)).toBeLessThanOrEqual(2);
  }
});

it("has a pairing for every treatment, and one that suits each genre", () => {
  expect(PAIRINGS.map(({ name }) => name).toSorted()).toEqual(Treatment.options.toSorted());
  for (const treatment of Treatment.options) expect(pairingOf(treatment).name).toBe(treatment);
  for (const genre of Genre.options) expect(treatmentsFor([genre]).length).toBeGreaterThan(0);
  expect(treatmentsFor(["comedy"])).toContain("cartoon");
  expect(treatmentsFor(["war"])).not.toContain("cartoon");
});
