import type { Composition, Concept, FocalSide, Mood } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";

/** All that a storyboard is drawn from; the same request always draws the same picture. */
export type StoryboardRequest = {
  /** One or more; the first is the place, the others are laid over it in order. */
  concepts: readonly Concept[];
  palette: Palette;
  mood: Mood;
  composition: Composition;
  /** Where the weight lies; the other side is kept calm for a title. */
  focal: FocalSide;
  /** Whole number in 0..2^32-1. */
  seed: number;
  widthPx: number;
  heightPx: number;
};
