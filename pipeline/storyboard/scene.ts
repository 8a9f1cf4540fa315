import type { Concept } from "../../core/attributes.ts";
import { randomFrom } from "../../core/random.ts";
import type { Prop } from "../../core/themes.ts";
import { BLACK, mix, type Rgb, rgbOf } from "./colour.ts";
import { type Dice, diceFrom } from "./dice.ts";
import type { StoryboardPalette, StoryboardRequest } from "./request.ts";
import { Sketch } from "./sketch.ts";

/** Design units along the frame's short side; every size in this folder is in these units. */
export const SHORT_SIDE = 540;

/** What every part needs to know to draw itself in the right light and place. */
export type Scene = {
  readonly request: StoryboardRequest;
  readonly sketch: Sketch;
  readonly dice: Dice;
  readonly width: number;
  readonly height: number;
  readonly shadow: Rgb;
  readonly mid: Rgb;
  readonly light: Rgb;
  readonly accent: Rgb;
  readonly skyTop: Rgb;
  /** The colour that distance fades to. */
  readonly horizon: Rgb;
  /** The colour of lit edges. */
  readonly rim: Rgb;
  readonly night: boolean;
  /** Centre of interest. */
  readonly focalX: number;
  /** -1 when the title's calm side is on the left, 1 on the right, 0 when the weight is in the centre. */
  readonly calmSide: -1 | 0 | 1;
  /** The side that carries the weight; by lot when that is the centre. */
  readonly heavySide: -1 | 1;
  readonly horizonY: number;
  /** Where feet stand. */
  readonly groundY: number;
  readonly lightX: number;
  readonly lightY: number;
  has(concept: Concept): boolean;
  /** Whether the request lets this be drawn. */
  may(prop: Prop): boolean;
  /** 1 when the light falls from the right of `x`, -1 when from its left. */
  towards(x: number): -1 | 1;
  /** Aerial perspective: 0 is the far distance, 1 is at the viewer's feet. */
  depth(nearness: number): Rgb;
};

export function openScene(request: StoryboardRequest): Scene {
  const dice = diceFrom(randomFrom(request.seed));
  const scale = SHORT_SIDE / Math.min(request.widthPx, request.heightPx);
  const width = request.widthPx * scale;
  const height = request.heightPx * scale;
  const { shadow, mid, light, accent } = colours(request.palette);
  const skies: Record<typeof request.mood, { top: Rgb; horizon: Rgb }> = {
    dark: { top: mix(shadow, mid, dice.between(0.1, 0.3)), horizon: mix(mid, light, dice.between(0.15, 0.35)) },
    bright: { top: mix(mid, light, dice.between(0.3, 0.5)), horizon: mix(light, mid, dice.between(0, 0.12)) },
    tense: { top: mix(shadow, mid, dice.between(0.35, 0.6)), horizon: mix(light, accent, dice.between(0.35, 0.6)) },
    calm: { top: mix(mid, light, dice.between(0.05, 0.2)), horizon: mix(light, mid, dice.between(0.15, 0.35)) },
  };
  const { top, horizon } = skies[request.mood];
  // A tall frame has no room for a title beside the subject, so the subject keeps nearer to the middle.
  const aside = 0.21 * Math.min(1, width / height);
  const focalShare = { left: 0.5 - aside, centre: 0.5, right: 0.5 + aside }[request.focal];
  const focalX = width * focalShare + dice.between(-14, 14);
  const horizonY = height * dice.between(0.54, 0.7);
  const calmSide = request.focal === "left" ? 1 : request.focal === "right" ? -1 : 0;
  const lightX = focalX + dice.side() * dice.between(70, 170) * Math.min(1, width / 720);
  return {
    request,
    sketch: new Sketch(width, height),
    dice,
    width,
    height,
    shadow,
    mid,
    light,
    accent,
    skyTop: top,
    horizon,
    rim: mix(light, accent, 0.25),
    night: request.mood === "dark",
    focalX,
    calmSide,
    heavySide: calmSide === 0 ? dice.side() : calmSide === 1 ? -1 : 1,
    horizonY,
    groundY: height * 0.9,
    lightX,
    lightY: horizonY - dice.between(40, 190),
    towards: (x) => (lightX > x ? 1 : -1),
    has: (concept) => request.concepts.includes(concept),
    may: (prop) => !request.without?.includes(prop),
    depth: (nearness) => {
      const far = mix(horizon, mid, 0.4);
      const near = mix(shadow, BLACK, 0.25);
      // Two legs, so that the middle distance keeps the palette's own mid colour instead of a grey blend.
      return nearness < 0.5
        ? mix(far, mix(mid, shadow, 0.25), nearness * 2)
        : mix(mix(mid, shadow, 0.25), near, nearness * 2 - 1);
    },
  };
}

function colours(palette: StoryboardPalette): Record<"shadow" | "mid" | "light" | "accent", Rgb> {
  if (palette.length === 4) {
    const [shadow, mid, light, accent] = palette;
    return { shadow: rgbOf(shadow), mid: rgbOf(mid), light: rgbOf(light), accent: rgbOf(accent) };
  }
  const [shadow, light, accent] = [rgbOf(palette[0]), rgbOf(palette[1]), rgbOf(palette[2])];
  return { shadow, mid: mix(shadow, light, 0.4), light, accent };
}
