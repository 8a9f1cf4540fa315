import type { Composition, Concept, Emphasis, FocalSide, Mood } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Prop } from "../../core/themes.ts";

/** Four colours, or three: then the mid tone is mixed from the shadow and the light. */
export type StoryboardPalette = Palette | readonly [shadow: string, light: string, accent: string];

/** All that a storyboard is drawn from; the same request always draws the same picture. */
export type StoryboardRequest = {
  /** One or more; the first is the place, the others are laid over it in order. */
  concepts: readonly Concept[];
  /** How much of each concept, any numbers of 0 or more; then the heaviest is the place, and slight ones only hint. */
  shares?: readonly number[];
  palette: StoryboardPalette;
  mood: Mood;
  composition: Composition;
  /** How near the subject stands; absent: `medium`. */
  emphasis?: Emphasis;
  /** Where the weight lies; the other side is kept calm for a title. */
  focal: FocalSide;
  /** Things that are not drawn, whatever the place and the lot would have. Left out: none. */
  without?: readonly Prop[];
  /** Whole number in 0..2^32-1. */
  seed: number;
  widthPx: number;
  heightPx: number;
};
