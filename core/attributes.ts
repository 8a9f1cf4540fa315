import { z } from "zod";

/**
 * The vocabulary of a creative: what a brief may ask of the picture and of the words.
 * Each list is closed, so that the effect of a level on clicks can be estimated by name.
 */

/** What the picture shows. A title lists the concepts that suit it. */
export const Concept = z.enum([
  "mountains",
  "sea",
  "forest",
  "city",
  "space",
  "desert",
  "castle",
  "storm",
  "room",
  "road",
  "fire",
  "neon",
  "fog",
  "bokeh",
  "geometry",
  "map",
  "snow",
  "festival",
  "battlefield",
  "stage",
  "ruins",
  "garden",
  "train",
  "underwater",
]);
export type Concept = z.infer<typeof Concept>;

/** Named colour schemes; their colours are in `palettes.ts`. */
export const PaletteName = z.enum(["ember", "tide", "noir", "dusk", "meadow", "neon", "sepia", "frost"]);
export type PaletteName = z.infer<typeof PaletteName>;

export const Mood = z.enum(["dark", "bright", "tense", "calm"]);
export type Mood = z.infer<typeof Mood>;

/** `vista`: the place fills the frame; `figure`: a person before it; `icon`: one large shape. */
export const Composition = z.enum(["vista", "figure", "icon"]);
export type Composition = z.infer<typeof Composition>;

/** Where the weight of the picture lies; the title is set on the other side. */
export const FocalSide = z.enum(["left", "centre", "right"]);
export type FocalSide = z.infer<typeof FocalSide>;

/** The illustration style that the painter network paints in. */
export const PaintStyle = z.enum(["oil", "watercolour", "ink", "gouache", "print", "noir"]);
export type PaintStyle = z.infer<typeof PaintStyle>;

/** How near the subject stands: `close` fills much of the frame, `distant` leaves the place its size. */
export const Emphasis = z.enum(["close", "medium", "distant"]);
export type Emphasis = z.infer<typeof Emphasis>;

/** The type treatment: one of the pairings of `pipeline/type/pairing.ts`, by name. */
export const Treatment = z.enum([
  "bill",
  "headline",
  "monument",
  "cold",
  "machine",
  "gothic",
  "novel",
  "playbill",
  "omen",
  "cartoon",
]);
export type Treatment = z.infer<typeof Treatment>;

/** What is done to the graded picture as a whole; see `pipeline/looks/`. */
export const Look = z.enum(["clean", "grain", "vignette", "duotone", "halftone", "leak", "frame"]);
export type Look = z.infer<typeof Look>;

export const Tone = z.enum(["epic", "warm", "wry", "dark"]);
export type Tone = z.infer<typeof Tone>;

/** What the words lead with: a question, the stakes, the person, or the place. */
export const Hook = z.enum(["question", "stakes", "hero", "place"]);
export type Hook = z.infer<typeof Hook>;

/** Where a text will be read; the phrasing differs, the facts do not. */
export const CopyChannel = z.enum(["web", "tv", "poster", "email", "push", "story"]);
export type CopyChannel = z.infer<typeof CopyChannel>;

/** How long a text should be: for a headline about 3, 6 or 10 words, for a description one, two or three sentences. */
export const CopyLength = z.enum(["short", "medium", "long"]);
export type CopyLength = z.infer<typeof CopyLength>;

export const Genre = z.enum([
  "adventure",
  "comedy",
  "crime",
  "documentary",
  "drama",
  "fantasy",
  "horror",
  "mystery",
  "romance",
  "science-fiction",
  "war",
  "western",
]);
export type Genre = z.infer<typeof Genre>;

/** What a title's owner may forbid in its pictures and words. */
export const Theme = z.enum(["violence", "weapons", "death", "fire", "alcohol", "religion", "horror"]);
export type Theme = z.infer<typeof Theme>;

/** Copy is written in these languages; a title may be named in any. */
export const Locale = z.enum(["en", "uk"]);
export type Locale = z.infer<typeof Locale>;

/** The designed choices of one creative: drawn at random within what the cluster allows. */
export const Attributes = z.object({
  palette: PaletteName,
  mood: Mood,
  composition: Composition,
  focal: FocalSide,
  style: PaintStyle,
  emphasis: Emphasis,
  treatment: Treatment,
  look: Look,
  tone: Tone,
  hook: Hook,
});
export type Attributes = z.infer<typeof Attributes>;
export type AttributeName = keyof Attributes;

/** The probability with which each attribute's level was drawn. */
export const AttributeProbabilities = z.record(Attributes.keyof(), z.number().gt(0).max(1));
export type AttributeProbabilities = z.infer<typeof AttributeProbabilities>;
