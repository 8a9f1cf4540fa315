import { MASTERS, type Shape, shapesOf } from "../core/channel.ts";
import type { Brief, Master, Sketched } from "../core/creative.ts";
import { seedOf } from "../core/random.ts";
import { propsForbiddenBy } from "../core/themes.ts";
import { type KeyArtTools, keyArtMaster, type Scene } from "./key-art/master.ts";
import { paletteOf } from "./light/palette.ts";
import type { Stage } from "./stage.ts";
import { drawStoryboard, type StoryboardRequest, subjectOf } from "./storyboard/storyboard.ts";
import { requireDrawable } from "./type/drawable.ts";

/** Brief to storyboards: the scene is composed once for each shape that its channels are cut from. */
export const sketch: Stage<Brief, Sketched, KeyArtTools> = {
  name: "sketch",
  version: 5,
  async run(brief, tools, signal) {
    for (const [locale, { name }] of Object.entries(brief.texts)) requireDrawable(name, `texts.${locale}.name`);
    const storyboards: Partial<Record<Shape, Master>> = {};
    const shapes = shapesOf(brief.channels);
    if (brief.keyArt) {
      // A subject that was cut out stands before the place alone: it is its own figure.
      const scene: Scene = (size) =>
        drawStoryboard({ ...storyboardRequest(brief, "wide"), ...size, composition: "vista" }, signal);
      const master = await keyArtMaster(brief.keyArt, scene, tools, signal);
      return { brief, storyboards: Object.fromEntries(shapes.map((shape) => [shape, master])) };
    }
    for (const shape of shapes) {
      signal.throwIfAborted();
      const request = storyboardRequest(brief, shape);
      const { region, head } = subjectOf(request);
      storyboards[shape] = { ...(await drawStoryboard(request, signal)), subject: region, keep: head ? [head] : [] };
    }
    return { brief, storyboards };
  },
};

/** All that a brief's storyboard is drawn from. */
export function storyboardRequest(brief: Brief, shape: Shape): StoryboardRequest {
  const { mood, composition, emphasis, focal } = brief.attributes;
  return {
    concepts: brief.concepts,
    palette: paletteOf(brief),
    mood,
    composition,
    emphasis,
    focal,
    without: propsForbiddenBy(brief.forbidden ?? []),
    seed: seedOf("storyboard", brief.seed),
    ...MASTERS[shape],
  };
}
