import { z } from "zod";
import { Concept, Genre, Locale, Theme } from "./attributes.ts";
import { Asset, KeyArt } from "./key-art.ts";
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

/** What a title's owner says about how it may be shown; all of it reaches the brief, and has effect there. */
export const TITLE_TERMS = {
  /** In order of billing: nobody is more prominent in artwork or words than their place. */
  cast: z.array(shownText(60)).max(30).optional(),
  ageRating: shownText(12).optional(),
  /** Never in a text, whatever its case or ending. */
  spoilers: z.array(shownText(60)).max(100).optional(),
  forbidden: z.array(Theme).optional(),
  /** Paint near to the storyboard or key art, and word near to the synopsis. */
  closeToSource: z.boolean().optional(),
  keyArt: KeyArt.optional(),
  /** The title treatment as a picture with transparency: set in place of type. */
  logo: Asset.optional(),
};

/** A change of a title's terms: what is named takes the old one's place, `null` takes it away, the rest stays. */
export const TermsChange = z
  .strictObject({
    cast: TITLE_TERMS.cast.nullable(),
    ageRating: TITLE_TERMS.ageRating.nullable(),
    spoilers: TITLE_TERMS.spoilers.nullable(),
    forbidden: TITLE_TERMS.forbidden.nullable(),
    closeToSource: TITLE_TERMS.closeToSource.nullable(),
    keyArt: TITLE_TERMS.keyArt.nullable(),
    logo: TITLE_TERMS.logo.nullable(),
  } satisfies Record<keyof typeof TITLE_TERMS, z.ZodType>)
  .refine((change) => Object.keys(change).length > 0, { path: ["keyArt"], message: "name something to change" });
export type TermsChange = z.infer<typeof TermsChange>;

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
  ...TITLE_TERMS,
});
export type Title = z.infer<typeof Title>;
