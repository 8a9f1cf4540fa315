import sharp from "sharp";
import { expect, it } from "vitest";
import { Composition, Emphasis, FocalSide } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import { Region } from "../../core/picture.ts";
import { drawStoryboard, type StoryboardRequest, storyboardSvg, subjectOf } from "./storyboard.ts";

const requestOf = (change: Partial<StoryboardRequest>): StoryboardRequest => ({
  concepts: ["desert"],
  palette: PALETTES.ember,
  mood: "bright",
  composition: "figure",
  focal: "left",
  seed: 12,
  widthPx: 160,
  heightPx: 90,
  ...change,
});

it("says where its subject is, inside the frame, in every composition, emphasis and shape", () => {
  for (const composition of Composition.options)
    for (const emphasis of Emphasis.options)
      for (const [widthPx, heightPx] of [
        [160, 90],
        [100, 150],
        [1, 1],
      ] as const) {
        const { region, head } = subjectOf(requestOf({ composition, emphasis, widthPx, heightPx }));
        Region.parse(region);
        if (head) Region.parse(head);
        expect(head !== null || composition !== "figure").toBe(true);
      }
});

it("stands larger the nearer it is, and on the side that carries the weight", () => {
  for (const composition of ["figure", "icon"] as const) {
    const areas = Emphasis.options.map((emphasis) => {
      const { region } = subjectOf(requestOf({ composition, emphasis }));
      return region.width * region.height;
    });
    expect(areas[0]).toBeGreaterThan(areas[1] as number);
    expect(areas[1]).toBeGreaterThan(areas[2] as number);
  }
  const middles = FocalSide.options.map((focal) => {
    const { region } = subjectOf(requestOf({ focal }));
    return region.x + region.width / 2;
  });
  expect(middles).toEqual(middles.toSorted((a, b) => a - b));
});

it("is where a figure's dark pixels are, and a picture without a word on emphasis is a medium one", async () => {
  const request = requestOf({ emphasis: "close", widthPx: 320, heightPx: 180 });
  const picture = await drawStoryboard(request);
  const { region } = subjectOf(request);
  const part = {
    left: Math.round(region.x * 320),
    top: Math.round(region.y * 180),
    width: Math.round(region.width * 320),
    height: Math.floor(region.height * 180),
  };
  const { channels } = await sharp(picture.data, { raw: { width: 320, height: 180, channels: 3 } })
    .extract(part)
    .png()
    .toBuffer()
    .then((bytes) => sharp(bytes).stats());
  expect(channels[0]?.mean).toBeLessThan(110);
  const medium = await drawStoryboard(requestOf({ emphasis: "medium" }));
  expect((await drawStoryboard(requestOf({}))).data).toEqual(medium.data);
});

it("is the same person in every shape of the frame", () => {
  // What tells coats, cloaks, dresses and headgear apart in the drawing.
  const marks = [
    "-82.6 -8.4",
    "-82.6 -8 ",
    "M-3.4 -87",
    "-83 -7 ",
    "M-11.6",
    "M-6.4 -94.6",
    "M-7.6",
    "M-6.4 -78",
    "M-5.6",
  ];
  const seen = new Set<string>();
  for (let seed = 0; seed < 24; seed++) {
    const wearing = (widthPx: number, heightPx: number) => {
      const svg = storyboardSvg(requestOf({ concepts: ["sea", "train"], seed, widthPx, heightPx }));
      return marks.filter((mark) => svg.includes(mark)).join();
    };
    const wide = wearing(1280, 720);
    expect(wearing(800, 1200), String(seed)).toBe(wide);
    seen.add(wide);
  }
  expect(seen.size).toBeGreaterThan(4);
});
