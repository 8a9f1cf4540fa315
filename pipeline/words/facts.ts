import type { TitleText } from "../../core/title.ts";

/** What a text may say beyond its language's own words: the facts of its brief. */
export type Facts = { readonly title: string; readonly hero?: string; readonly place?: string; readonly year?: string };

export function factsOf({ name, hero, place }: TitleText, year?: number): Facts {
  return {
    title: name,
    ...(hero === undefined ? {} : { hero }),
    // A film that is named after its place would be named twice in a line.
    ...(place === undefined || place === name ? {} : { place }),
    ...(year === undefined ? {} : { year: String(year) }),
  };
}

/** Whether a text names a fact; a fact that opens a sentence may have taken a capital. */
export const namesFact = (text: string, fact: string): boolean =>
  text.includes(fact) || text.includes(capitalised(fact));

export const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase("uk"));

/** The text with each fact replaced by a mark; longer facts go first, for one may hold another. */
export function withoutFacts(text: string, facts: Facts): string {
  const values = Object.values(facts)
    .flatMap((fact) => [fact, capitalised(fact)])
    .sort((one, other) => other.length - one.length);
  return values.reduce((left, value) => (value === "" ? left : left.replaceAll(value, "\u25a0")), text);
}

/** Capitals where sentences begin: a fact such as «професор Барбанфуї» comes as its brief wrote it. */
export function sentenceCase(text: string, facts: Facts): string {
  // Facts stand aside as single private characters, so that the mark inside «Safety Last!» ends no sentence.
  const values = Object.values(facts).sort((one, other) => other.length - one.length);
  const aside = (i: number) => String.fromCharCode(PRIVATE + i);
  const masked = values.reduce((left, value, i) => (value === "" ? left : left.replaceAll(value, aside(i))), text);
  const cased = masked.replace(
    /(^|[.!?…]\s+)(["«“]?)([\p{Ll}\ue000-\ue0ff])/gu,
    (_, before: string, quote: string, first: string) => {
      const fact = values[first.charCodeAt(0) - PRIVATE];
      return before + quote + (fact === undefined ? capitalised(first) : capitalised(fact));
    },
  );
  return values.reduce((left, value, i) => left.replaceAll(aside(i), value), cased);
}

const PRIVATE = 0xe000;
