import { Composition, Concept, FocalSide, Mood, PaletteName } from "../../../../core/attributes.ts";
import { PALETTES } from "../../../../core/palettes.ts";
import { randomFrom } from "../../../../core/random.ts";
import { cssOf, mix, type Rgb, rgbOf } from "../../../../pipeline/storyboard/colour.ts";
import { type Dice, diceFrom } from "../../../../pipeline/storyboard/dice.ts";
import type { StoryboardRequest } from "../../../../pipeline/storyboard/storyboard.ts";

/** Training draws its scenes from 0x7a000000 on; these conditions share no seed with them. */
export const HELD_OUT_BASE = 0x3c00_0000;
export const TRAINING_BASE = 0x7a00_0000;
export const LANDSCAPE = { widthPx: 960, heightPx: 540 } as const;
export const PORTRAIT = { widthPx: 640, heightPx: 960 } as const;

/**
 * Condition `index` of the fixed evaluation set: settings, moods, compositions and sides in turn so that every pair of
 * levels meets, the rest by lot: three in ten frames are portraits, one palette in three has no name, and every fifth has
 * three colours.
 */
export function heldOut(index: number, base = HELD_OUT_BASE): StoryboardRequest {
  const seed = (base + index) >>> 0;
  const dice = diceFrom(randomFrom(seed ^ 0xffff_ffff));
  const round = Math.floor(index / Concept.options.length);
  const setting = Concept.options[index % Concept.options.length] as Concept;
  const others = Concept.options.filter((concept) => concept !== setting) as [Concept, ...Concept[]];
  const palette = dice.chance(0.34)
    ? unnamedPalette(dice)
    : PALETTES[dice.pick(PaletteName.options as [PaletteName, ...PaletteName[]])];
  return {
    concepts: dice.chance(0.5) ? [setting] : [setting, dice.pick(others)],
    palette: index % 5 === 4 ? [palette[0], palette[2], palette[3]] : palette,
    mood: Mood.options[(index + round) % Mood.options.length] as Mood,
    composition: Composition.options[(index + Math.floor(round / 4)) % Composition.options.length] as Composition,
    focal: FocalSide.options[(index + round) % FocalSide.options.length] as FocalSide,
    seed,
    ...(dice.chance(0.3) ? PORTRAIT : LANDSCAPE),
  };
}

/** A dark, a mid, a light and a strong colour by lot. */
export function unnamedPalette(dice: Dice): readonly [string, string, string, string] {
  const hue = (): Rgb => {
    const turn = dice.between(0, 6.283);
    return [0.5 + 0.5 * Math.cos(turn), 0.5 + 0.5 * Math.cos(turn - 2.094), 0.5 + 0.5 * Math.cos(turn + 2.094)];
  };
  const base = hue();
  const grey: Rgb = [0.5, 0.5, 0.5];
  return [
    cssOf(mix([0.05, 0.05, 0.06], base, dice.between(0.02, 0.12))),
    cssOf(mix(mix(grey, base, dice.between(0.2, 0.7)), rgbOf("#101018"), dice.between(0.2, 0.5))),
    cssOf(mix([0.95, 0.94, 0.9], hue(), dice.between(0.05, 0.4))),
    cssOf(mix(hue(), grey, dice.between(0, 0.25))),
  ];
}
