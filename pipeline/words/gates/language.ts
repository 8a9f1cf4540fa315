import { detectAll } from "tinyld";
import type { Locale } from "../../../core/attributes.ts";
import type { WordGate } from "../gate.ts";
import { LETTERS, wordsOf } from "../script.ts";

/** Fewer words of its own tell no language: a detector wavers between neighbours there. */
const LEAST_WORDS: Readonly<Record<Locale, number>> = { en: 6, uk: 5 };
/** How much surer the detector must be of another language. */
const SURER = 2.5;
/** Those that could be taken for one another; a detector that may name sixty is wrong more often. */
const NEIGHBOURS: Readonly<Record<Locale, string[]>> = {
  en: ["en", "fr", "de", "es", "it", "pt", "nl", "pl", "sv"],
  uk: ["uk", "ru", "be", "bg", "sr", "mk"],
};

/** Russian words that no Ukrainian sentence holds, in letters that both alphabets have. */
const RUSSIAN = new Set(
  (
    "и с что как она он они если только его ее есть или когда где кто нет также тоже чтобы очень может нужно теперь " +
    "тогда здесь сейчас всегда никогда ничего никто жизнь любовь кровь ночь конец начало последний человек сегодня"
  ).split(" "),
);

export const LANGUAGE_GATES: readonly WordGate[] = [
  {
    name: "script",
    reason: "Is written in its language's own letters, beside names from the brief; no word mixes two scripts.",
    fault({ text, own }, { locale, facts, synopsis, cast }) {
      const given = Object.values(facts).join(" ");
      for (const word of text.match(/[\p{L}\p{M}]+/gu) ?? []) {
        const mixed = /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word);
        if (mixed && !given.includes(word)) return word;
      }
      const known = new Set(wordsOf(`${given} ${synopsis} ${cast.join(" ")}`));
      for (const word of own.match(/[\p{L}\p{M}’'ʼ]+/gu) ?? []) {
        if (known.has(word.toLowerCase())) continue;
        for (const char of word) if (/\p{L}/u.test(char) && !LETTERS[locale].test(char)) return word;
      }
      return null;
    },
  },
  {
    name: "language",
    reason: "Is in the language that was asked, not in one of its neighbours.",
    fault({ own, kind }, { locale }) {
      const words = wordsOf(own);
      if (locale === "uk") {
        const russian = words.find((word) => RUSSIAN.has(word));
        if (russian !== undefined) return russian;
      }
      if (words.length < LEAST_WORDS[locale] || kind === "alt") return null;
      // No neighbour writes with these.
      if (locale === "uk" && /[іїєґ]/iu.test(own)) return null;
      const found = detectAll(own, { only: NEIGHBOURS[locale] });
      const [first] = found;
      const asked = found.find(({ lang }) => lang === locale)?.accuracy ?? 0;
      return first && first.lang !== locale && first.accuracy > SURER * asked ? `it reads as ${first.lang}` : null;
    },
  },
];
