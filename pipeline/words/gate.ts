import type { Locale } from "../../core/attributes.ts";
import type { CopyKind, CopySource } from "../../core/copy.ts";
import type { Brief } from "../../core/creative.ts";
import type { TitleText } from "../../core/title.ts";
import { type Facts, factsOf } from "./facts.ts";

/** One text that may be shown. */
export type Candidate = { readonly kind: CopyKind; readonly text: string; readonly source: CopySource };

/** All that a text is judged by. */
export type Judged = {
  readonly locale: Locale;
  /** Names and the year, as slots: a text may say them as they are. */
  readonly facts: Facts;
  readonly synopsis: string;
  readonly cast: readonly string[];
  readonly spoilers: readonly string[];
  readonly forbiddenWords: readonly string[];
  readonly themes: NonNullable<Brief["forbidden"]>;
  /** What the words of the title's other creatives said; see `runsOf`. */
  readonly said: ReadonlySet<number>;
};

/** A rule that every text keeps. The reason is for people: it stands in the docs and beside a refused text. */
export type WordGate = {
  readonly name: string;
  readonly reason: string;
  /** What breaks the rule, as the text has it, or null. `own` is the text with each fact replaced by a mark. */
  fault(candidate: Candidate & { readonly own: string; readonly most: number }, judged: Judged): string | null;
};

export type Fault = { readonly gate: string; readonly found: string };

/** What a brief judges its texts by, in one language. */
export function judgedOf(brief: Brief, locale: Locale, text: TitleText, said: ReadonlySet<number>): Judged {
  return {
    locale,
    facts: factsOf(text, brief.year),
    synopsis: text.synopsis,
    cast: brief.cast ?? [],
    spoilers: brief.spoilers ?? [],
    forbiddenWords: brief.brand?.forbiddenWords ?? [],
    themes: brief.forbidden ?? [],
    said,
  };
}
