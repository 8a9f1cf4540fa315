import type { Locale } from "../../../core/attributes.ts";
import type { Judged, WordGate } from "../gate.ts";
import { BIG_NUMBERS, CLAIMS } from "../lists/claims.ts";
import { KNOWN_NAMES } from "../lists/names.ts";
import { wordsOf } from "../script.ts";
import { matcherOf } from "../stems.ts";

export const FACT_GATES: readonly WordGate[] = [
  {
    name: "names",
    reason: "Names nobody and nothing that the brief does not name.",
    fault: ({ own }, judged) => strangeName(own, judged),
  },
  {
    name: "numbers",
    reason: "Holds no number that the brief does not hold.",
    fault({ own }, { locale, synopsis }) {
      for (const number of own.match(/\p{N}+(?:[.,]\p{N}+)*/gu) ?? []) {
        if (!new RegExp(`(?<!\\p{N})${number}(?!\\p{N})`, "u").test(synopsis)) return number;
      }
      const big = BIG_NUMBERS[locale].exec(own)?.[0];
      return big !== undefined && !BIG_NUMBERS[locale].test(synopsis) ? big : null;
    },
  },
  {
    name: "claims",
    reason: "Claims no prize, rank, praise or truth that the synopsis does not claim.",
    fault({ own }, { locale, synopsis }) {
      for (const pattern of CLAIMS[locale]) {
        const claim = pattern.exec(own)?.[0];
        if (claim !== undefined && !synopsis.toLowerCase().includes(claim.toLowerCase())) return claim;
      }
      return null;
    },
  },
];

/** Capitals that name nobody's invention: the pronoun, days, months, the planet. */
const SHARED: Readonly<Record<Locale, RegExp>> = {
  en: /^(i|i'(m|ll|d|ve)|\w+day|january|february|march|april|may|june|july|august|\w+ember|october|earth|christmas)('s)?$/,
  uk: /^(земл[яіюе]|землею|різдв[оіау])$/,
};

/** A shorter name and an ending make another word: «Том» and «Тому». */
const LEAST_INFLECTED = 5;
type Matches = ReturnType<typeof matcherOf>;
const inflectedOf = (locale: Locale) =>
  [...KNOWN_NAMES[locale]].filter((name) => name.length >= LEAST_INFLECTED).map(matcherOf);
const inflected: Readonly<Record<Locale, readonly Matches[]>> = { en: inflectedOf("en"), uk: inflectedOf("uk") };

/**
 * A capital where no sentence begins gives a name away. Where one begins, every word has a capital: there a word is a
 * name when the list of names has it, or when another strange capital follows.
 */
function strangeName(own: string, judged: Judged): string | null {
  const { locale } = judged;
  const given = givenWords(judged);
  const isGiven = (word: string) => given.some((matches) => matches(word));
  const isKnown = (word: string) => KNOWN_NAMES[locale].has(word) || inflected[locale].some((matches) => matches(word));
  for (const { 0: shown, index } of own.matchAll(/[\p{L}\p{M}’'ʼ]+/gu)) {
    if (!/^\p{Lu}/u.test(shown)) continue;
    const [word = ""] = wordsOf(shown);
    const bare = word.replace(/'s$/, "");
    if (SHARED[locale].test(word) || isGiven(bare)) continue;
    const opens = /(^|[.!?…:]["»”]?\s+["«“]?|[\n"«“—–]\s*)$/u.test(own.slice(0, index));
    if (!opens || isKnown(bare)) return shown;
  }
  return null;
}

const GIVEN = new WeakMap<Judged, readonly Matches[]>();

/** Every word of the brief that a name could be made of. */
function givenWords(judged: Judged): readonly Matches[] {
  const cached = GIVEN.get(judged);
  if (cached) return cached;
  const { facts, cast, synopsis } = judged;
  const names = synopsis.match(/\p{Lu}[\p{L}\p{M}’'ʼ]*/gu) ?? [];
  const words = [...Object.values(facts), ...cast, ...names].flatMap(wordsOf).filter((word) => word.length > 1);
  const given = [...new Set(words)].map(matcherOf);
  GIVEN.set(judged, given);
  return given;
}
