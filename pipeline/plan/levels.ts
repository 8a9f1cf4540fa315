import {
  type AttributeName,
  type Attributes,
  Composition,
  Emphasis,
  FocalSide,
  Hook,
  Look,
  Mood,
  PaintStyle,
  PaletteName,
  Tone,
  Treatment,
} from "../../core/attributes.ts";
import { type Brand, NO_BRAND } from "../../core/brand.ts";
import type { Allowed } from "../../core/cluster.ts";
import { AppError } from "../../core/errors.ts";
import { PALETTES, type Palette } from "../../core/palettes.ts";
import type { Title } from "../../core/title.ts";
import { rgbOf } from "../light/colour.ts";
import { treatmentsFor } from "../type/pairing.ts";

/** The levels of each attribute that may be drawn, each once; none of the lists is empty. */
export type Levels = { readonly [Name in AttributeName]: readonly Attributes[Name][] };

const ALL: Levels = {
  palette: PaletteName.options,
  mood: Mood.options,
  composition: Composition.options,
  focal: FocalSide.options,
  style: PaintStyle.options,
  emphasis: Emphasis.options,
  treatment: Treatment.options,
  look: Look.options,
  tone: Tone.options,
  hook: Hook.options,
};
export const NAMES = Object.keys(ALL) as AttributeName[];

/**
 * What may be drawn for a cluster: what it allows, within what the brand allows, in the vocabulary's own order. Type is
 * drawn among what suits the genres, where that leaves any.
 *
 * @throws AppError `plan_impossible` naming each attribute of which cluster and brand together allow no level
 */
export function levelsOf(who: string, allowed: Allowed, genres: Title["genres"], brand: Brand = NO_BRAND): Levels {
  const brands = allowedBy(brand);
  const levels = Object.fromEntries(
    NAMES.map((name) => [
      name,
      (ALL[name] as readonly string[]).filter((level) => within(allowed[name], level) && within(brands[name], level)),
    ]),
  ) as unknown as Levels;
  const empty = NAMES.filter((name) => levels[name].length === 0);
  if (empty.length > 0) {
    const issues = empty.map((name) => ({
      field: `${who}.${name}`,
      reason: `allows ${(allowed[name] ?? ALL[name]).join(", ")}, of which the brand allows none`,
    }));
    throw new AppError("plan_impossible", issues.map(({ field, reason }) => `${field} ${reason}`).join("; "), {
      issues,
    });
  }
  const suiting = treatmentsFor(genres).filter((treatment) => levels.treatment.includes(treatment));
  return suiting.length > 0 ? { ...levels, treatment: suiting } : levels;
}

const within = (some: readonly string[] | undefined, level: string): boolean => !some || some.includes(level);

function allowedBy(brand: Brand): { readonly [Name in AttributeName]?: readonly string[] | undefined } {
  return {
    // Its own colours take the place of whatever is drawn, so only the name that is nearest to the truth may be.
    palette: brand.colours ? [nearestPalette(brand.colours)] : brand.palettes,
    treatment: brand.treatments,
    look: Look.options.filter((look) => !brand.forbiddenLooks.includes(look)),
    style: PaintStyle.options.filter((style) => !brand.forbiddenStyles.includes(style)),
    tone: brand.tones,
  };
}

/** The named palette whose four colours lie nearest, by the sum of squared distances in sRGB. */
function nearestPalette(colours: Palette): PaletteName {
  const distance = (name: PaletteName) =>
    colours.reduce((sum, colour, at) => {
      const [mine, theirs] = [rgbOf(colour), rgbOf(PALETTES[name][at] as string)];
      return sum + mine.reduce((part, value, channel) => part + (value - (theirs[channel] ?? 0)) ** 2, 0);
    }, 0);
  return PaletteName.options.reduce((best, name) => (distance(name) < distance(best) ? name : best));
}
