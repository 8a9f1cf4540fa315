import { describe, expect, it } from "vitest";
import { Composition, Concept, FocalSide, Mood, PaletteName } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { rgbOf } from "./colour.ts";
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

  it("keeps the title's side calmer than the focal side", async () => {
    const concepts: readonly Concept[] = ["mountains", "sea", "city", "castle", "fog", "ruins", "train", "underwater"];
    let calmer = 0;
    for (const [index, concept] of concepts.entries()) {
      const picture = await drawStoryboard({
        ...requestOf(concept, index, 0),
        focal: "left",
        composition: "icon",
        widthPx: 160,
        heightPx: 90,
      });
      if (busyness(picture, 0, 80) > busyness(picture, 80, 160)) calmer++;
    }
    expect(calmer).toBeGreaterThanOrEqual(7);
  });

  it("does not begin once it is aborted", async () => {
    await expect(drawStoryboard(requestOf("sea", 0, 0), AbortSignal.abort())).rejects.toThrow();
  });
});

/** Mean step between neighbours along the rows, over a range of columns. */
function busyness(picture: Pixels, from: number, to: number): number {
  let sum = 0;
  for (let y = 0; y < picture.heightPx; y++) {
    for (let x = from; x < to - 1; x++) {
      const index = (y * picture.widthPx + x) * 3 + 1;
      sum += Math.abs((picture.data[index] as number) - (picture.data[index + 3] as number));
    }
  }
  return sum / ((to - from) * picture.heightPx);
}
