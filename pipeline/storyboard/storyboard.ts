import sharp from "sharp";
import type { Pixels } from "../../core/picture.ts";
import { randomFrom, seedOf } from "../../core/random.ts";
import { pixelsOf } from "../pixels.ts";
import { DEPTHS } from "./act.ts";
import { allowed } from "./allowed.ts";
import { blendOf } from "./blend.ts";
import { BLACK, mix } from "./colour.ts";
import { diceFrom } from "./dice.ts";
import { OVERLAYS } from "./overlays.ts";
import { drawDrift } from "./parts/drift.ts";
import type { StoryboardRequest } from "./request.ts";
import { openScene, type Scene } from "./scene.ts";
import { SETTINGS } from "./settings/index.ts";
import { drawSubject, type Subject } from "./subject.ts";

export type { StoryboardPalette, StoryboardRequest } from "./request.ts";
export type { Subject } from "./subject.ts";

/**
 * The drawn composition that the painter paints over.
 *
 * @returns an SVG document of `widthPx` by `heightPx`; the same request gives the same text
 */
export const storyboardSvg = (request: StoryboardRequest): string => compose(request).svg;

/** Where the subject of that storyboard is; the same request gives the same answer. */
export const subjectOf = (request: StoryboardRequest): Subject => compose(request).subject;

function compose(request: StoryboardRequest): { svg: string; subject: Subject } {
  const blend = blendOf(request);
  const [setting = "mountains", ...others] = blend.concepts;
  const scene = openScene({ ...request, concepts: blend.concepts });
  const place = scene.dice.pick(allowed(SETTINGS[setting], ({ shows }) => !shows || scene.may(shows)));
  const acts = [
    { name: setting, act: place },
    ...others.map((name) => ({ name, act: blend.part(name, OVERLAYS[name]) })),
  ];
  // Its own dice: a wider frame has more trees to draw by lot, and must have the same person and the same emblem.
  const own = diceFrom(randomFrom(seedOf("subject", request.seed)));
  let subject: Subject | undefined;
  for (const depth of DEPTHS) {
    for (const { name, act } of acts) scene.sketch.part(name, () => act[depth]?.(scene));
    if (depth === "ground") subject = drawSubject({ ...scene, dice: own }, place);
  }
  if (!subject) throw new RangeError("no depth of a scene is its ground");
  finish(scene);
  drawDrift(scene);
  return { svg: scene.sketch.svg(request.widthPx, request.heightPx), subject };
}

/** @throws when sharp cannot draw the picture, or when `signal` was aborted before it began */
export async function drawStoryboard(request: StoryboardRequest, signal?: AbortSignal): Promise<Pixels> {
  signal?.throwIfAborted();
  const { widthPx, heightPx } = request;
  const picture = await pixelsOf(sharp(Buffer.from(storyboardSvg(request))).resize(widthPx, heightPx, { fit: "fill" }));
  signal?.throwIfAborted();
  return picture;
}

/** Quietens the title's side and draws the corners in. */
function finish(scene: Scene): void {
  const { sketch, calmSide, dice } = scene;
  const dark = mix(scene.shadow, BLACK, 0.2);
  const strength = scene.request.mood === "bright" ? dice.between(0.15, 0.3) : dice.between(0.35, 0.55);
  if (calmSide === 0) {
    sketch.cover(
      sketch.linear([
        [0.6, dark, 0],
        [1, dark, strength],
      ]),
    );
  } else {
    const [from, to] = calmSide === 1 ? [0, 1] : [1, 0];
    sketch.cover(
      sketch.linear(
        [
          [0.45, dark, 0],
          [1, dark, strength],
        ],
        [from, 0],
        [to, 0],
      ),
    );
  }
  sketch.cover(
    sketch.radial([
      [0.62, dark, 0],
      [1, dark, scene.request.mood === "bright" ? 0.16 : 0.26],
    ]),
  );
}
