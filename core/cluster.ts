import { z } from "zod";
import {
  Composition,
  Emphasis,
  FocalSide,
  Hook,
  Locale,
  Look,
  Mood,
  PaintStyle,
  PaletteName,
  Tone,
  Treatment,
} from "./attributes.ts";
import { shownText, slug } from "./text.ts";

export const ClusterId = slug.brand<"ClusterId">();
export type ClusterId = z.infer<typeof ClusterId>;

const allowed = <Level extends z.ZodEnum>(level: Level) => z.array(level).min(1).optional();

/** The levels of each attribute that may be drawn for a cluster; an absent list allows all. */
export const Allowed = z.strictObject({
  palette: allowed(PaletteName),
  mood: allowed(Mood),
  composition: allowed(Composition),
  focal: allowed(FocalSide),
  style: allowed(PaintStyle),
  emphasis: allowed(Emphasis),
  treatment: allowed(Treatment),
  look: allowed(Look),
  tone: allowed(Tone),
  hook: allowed(Hook),
});
export type Allowed = z.infer<typeof Allowed>;

/** A group of users for whom artwork is made. */
export const Cluster = z.strictObject({
  id: ClusterId,
  name: shownText(80),
  locale: Locale,
  allowed: Allowed,
});
export type Cluster = z.infer<typeof Cluster>;

/** A client's pseudonym for a person. Never a name, an address or a number that finds somebody. */
export const UserId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:-]+$/, "must be a pseudonym of letters, digits and . : _ -")
  .brand<"UserId">();
export type UserId = z.infer<typeof UserId>;
