import type { Locale } from "../../core/attributes.ts";
import { CLICHES, PRAISE } from "./phrases.ts";
import { graphemeCount, LETTERS } from "./script.ts";

/** What a text may say beyond its language's own words: the facts of its brief. */
export type Facts = { readonly title: string; readonly hero?: string; readonly place?: string; readonly year?: string };

/** A headline shorter than this says nothing. */
const SHORTEST = 8;

/**
 * Judges one candidate.
 *
 * @param max most grapheme clusters
 * @returns why it may not be shown, or null when it may
 */
export function faultOf(text: string, facts: Facts, locale: Locale, max: number): string | null {
  const length = graphemeCount(text);
  if (length < SHORTEST) return "too short";
  if (length > max) return "too long";
  if (/[\p{C}{}<>[\]_|\\#*=~^@]|\s\s/u.test(text) || text !== text.trim()) return "stray characters";
  if (/[.!?…][:;.]/u.test(text)) return "two stops in a row";
  if (!/[.!?…»”"]$/u.test(text) && /[,;:\p{Pd}(«“]$/u.test(text)) return "breaks off";

  // The brief's own names may hold any letters and numbers; what is left must be plain words of the language.
  const own = withoutFacts(text, facts);
  if (/\p{N}/u.test(own)) return "a number that is not in the brief";
  for (const char of own) if (/\p{L}/u.test(char) && !LETTERS[locale].test(char)) return "a foreign letter";
  const name = strangeName(own, locale);
  if (name) return `a name that is not in the brief: ${name}`;
  if (PRAISE[locale].some((pattern) => pattern.test(own))) return "praise that nobody gave";
  if (CLICHES[locale].some((pattern) => pattern.test(own))) return "a cliché";
  if (/(?<!\p{L})(\p{L}{2,})\s+\1(?!\p{L})/iu.test(own)) return "a word twice in a row";
  return null;
}

/** Whether a text names a fact; a fact that opens a sentence may have taken a capital. */
export const namesFact = (text: string, fact: string): boolean =>
  text.includes(fact) || text.includes(capitalised(fact));

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

const capitalised = (text: string): string => text.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase("uk"));

/** The text with each fact replaced by a mark; longer facts go first, for one may hold another. */
function withoutFacts(text: string, facts: Facts): string {
  const values = Object.values(facts)
    .flatMap((fact) => [fact, capitalised(fact)])
    .sort((one, other) => other.length - one.length);
  return values.reduce((left, value) => (value === "" ? left : left.replaceAll(value, "\u25a0")), text);
}

/** Capitals that name nobody's invention: the pronoun, days, months, the planet. */
const SHARED: Readonly<Record<Locale, RegExp>> = {
  en: /^(I|I['’](m|ll|d|ve)|\w+day|January|February|March|April|May|June|July|August|\w+ember|October|Earth|Christmas)(['’]s)?$/,
  uk: /^(Земл[яіюе]|Землею|Різдв[оіау])$/,
};

/** A capital where no sentence begins gives a name away. */
function strangeName(text: string, locale: Locale): string | null {
  const words = [...text.matchAll(/[\p{L}\p{M}’'-]+/gu)];
  for (const { 0: word, index } of words) {
    const opens = /(^|[.!?…:]["»”]?\s+["«“]?|[\n"«“—–]\s*)$/u.test(text.slice(0, index));
    if (opens || !/^\p{Lu}/u.test(word)) continue;
    if (SHARED[locale].test(word)) continue;
    return word;
  }
  return null;
}
