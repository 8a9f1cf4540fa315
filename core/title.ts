import { z } from "zod";
import { Concept, Genre, Locale } from "./attributes.ts";
import { shownText, slug } from "./text.ts";

export const TitleId = slug.brand<"TitleId">();
export type TitleId = z.infer<typeof TitleId>;

/** A title in one language. `hero` and `place` are the only facts that copy may name. */
export const TitleText = z.strictObject({
  name: shownText(200),
  synopsis: shownText(1_000),
  hero: shownText(60).optional(),
  place: shownText(60).optional(),
});
export type TitleText = z.infer<typeof TitleText>;

/** What is promoted: a film, a show, a product. */
export const Title = z.strictObject({
  id: TitleId,
  year: z.int().min(1888).max(2100).optional(),
  genres: z.array(Genre).min(1).max(4),
  /** What its pictures may show; the first is the setting. */
  concepts: z.array(Concept).min(1).max(4),
  texts: z
    .partialRecord(Locale, TitleText)
    .refine((texts) => Object.keys(texts).length > 0, "needs the text of at least one locale"),
});
export type Title = z.infer<typeof Title>;
