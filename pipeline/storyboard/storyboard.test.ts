import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { Composition, Concept, FocalSide, Mood, PaletteName } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { DEPTHS } from "./act.ts";
import { rgbOf } from "./colour.ts";
import { openScene } from "./scene.ts";
import { SETTINGS } from "./settings/index.ts";
import { drawStoryboard, type StoryboardRequest, storyboardSvg } from "./storyboard.ts";

const ASPECTS = [
  { widthPx: 240, heightPx: 135 },
  { widthPx: 144, heightPx: 216 },
  { widthPx: 168, heightPx: 168 },
] as const;

const choose = <T>(options: readonly T[], index: number): T => options[index % options.length] as T;

function requestOf(concept: Concept, index: number, aspect: number): StoryboardRequest {
  return {
    concepts: [concept],
    palette: PALETTES[choose(PaletteName.options, index * 3 + aspect)],
    mood: choose(Mood.options, index + aspect),
    composition: choose(Composition.options, index + aspect),
    focal: choose(FocalSide.options, aspect),
    seed: 1000 + index,
    ...choose(ASPECTS, aspect),
  };
}

/** Share of pixels within 60 of 441 from a colour: an aerial tint away, no more. */
function shareOf(picture: Pixels, hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => part * 255) as [number, number, number];
  let near = 0;
  for (let index = 0; index < picture.data.length; index += 3) {
    const [r = 0, g = 0, b = 0] = picture.data.subarray(index, index + 3);
    if ((r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2 < 60 ** 2) near++;
  }
  return near / (picture.widthPx * picture.heightPx);
}

describe("storyboard", () => {
  it.each(Concept.options.map((concept, index) => ({ concept, index })))(
    "shows all four colours of its palette: $concept",
    async ({ concept, index }) => {
      for (const aspect of ASPECTS.keys()) {
        const request = requestOf(concept, index, aspect);
        const picture = await drawStoryboard(request);
        expect(picture.data).toHaveLength(request.widthPx * request.heightPx * 3);
        for (const colour of request.palette) {
          const seen = `${request.widthPx}x${request.heightPx} ${request.composition} ${request.mood} ${colour}`;
          expect(shareOf(picture, colour), seen).toBeGreaterThan(0.0008);
        }
      }
    },
  );

  it("draws the same text from the same seed and another from another", () => {
    for (const [index, concept] of Concept.options.entries()) {
      const request = requestOf(concept, index, 0);
      expect(storyboardSvg(request)).toBe(storyboardSvg({ ...request }));
      expect(storyboardSvg({ ...request, seed: request.seed + 1 })).not.toBe(storyboardSvg(request));
    }
  });

  it("lays every concept over every place without a gap in the drawing", () => {
    for (const [index, setting] of Concept.options.entries()) {
      const request = { ...requestOf(setting, index, index), concepts: [setting, ...Concept.options] };
      expect(storyboardSvg(request)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it("draws every place of every concept, in any frame, without a gap", () => {
    for (const [index, concept] of Concept.options.entries())
      for (const [place, act] of SETTINGS[concept].entries()) {
        const scene = openScene({ ...requestOf(concept, index + place, index + place), seed: 77 + place });
        for (const depth of DEPTHS) act[depth]?.(scene);
        const svg = scene.sketch.svg(20, 20);
        expect(svg, `${concept} ${place}`).not.toMatch(/NaN|undefined|Infinity/);
        expect(svg.length, `${concept} ${place}`).toBeGreaterThan(3000);
      }
  });

  it("takes three colours, mixes the mid tone from them, and shows all three", async () => {
    for (const [index, concept] of Concept.options.entries()) {
      if (index % 3 !== 0) continue;
      const [shadow, , light, accent] = PALETTES.tide;
      const request = { ...requestOf(concept, index, 0), palette: [shadow, light, accent] } as const;
      const picture = await drawStoryboard(request);
      for (const colour of request.palette)
        expect(shareOf(picture, colour), `${concept} ${colour}`).toBeGreaterThan(0.0008);
    }
  });

  it.each([1, 2, 3])("fits a frame of %i pixels a side", async (side) => {
    for (const concept of ["sea", "garden", "geometry"] as const) {
      const picture = await drawStoryboard({ ...requestOf(concept, 0, 0), widthPx: side, heightPx: side });
      expect(picture).toMatchObject({ widthPx: side, heightPx: side });
      expect(picture.data).toHaveLength(3 * side * side);
    }
  });

  it("lays the weight on the asked side, and the other way round when asked the other way round", async () => {
    let right = 0;
    for (const [index, concept] of Concept.options.entries())
      for (const focal of ["left", "right"] as const) {
        const composition = choose(Composition.options, index);
        const picture = await drawStoryboard({
          ...requestOf(concept, index, 0),
          composition,
          focal,
          widthPx: 160,
          heightPx: 90,
        });
        const centre = await massCentre(picture);
        if (focal === "left" ? centre < 0.5 : centre > 0.5) right++;
      }
    expect(right / 48).toBeGreaterThanOrEqual(0.9);
  });

  it("does not begin once it is aborted", async () => {
    await expect(drawStoryboard(requestOf("sea", 0, 0), AbortSignal.abort())).rejects.toThrow();
  });
});

/** Where across the frame, 0..1, lies what stands out from its surroundings. */
async function massCentre({ data, widthPx: width, heightPx: height }: Pixels): Promise<number> {
  const raw = { width, height, channels: 3 as const };
  const around = await sharp(data, { raw }).blur(14).raw().toBuffer();
  let mass = 0;
  let moment = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    let gap = 0;
    for (let channel = 0; channel < 3; channel++)
      gap += ((data[pixel * 3 + channel] as number) - (around[pixel * 3 + channel] as number)) ** 2;
    mass += gap;
    moment += gap * ((pixel % width) + 0.5);
  }
  return moment / mass / width;
}
