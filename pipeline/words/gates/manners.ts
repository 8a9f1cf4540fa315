import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from "obscenity";
import type { Locale } from "../../../core/attributes.ts";
import { echoOf, isLead } from "../echo.ts";
import type { WordGate } from "../gate.ts";
import { CLICHES } from "../lists/cliches.ts";
import { PROFANITY_UK } from "../lists/profanity.ts";
import { WITHDRAWN } from "../lists/withdrawn.ts";
import { wordsOf } from "../script.ts";

const english = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });

/** Words in a row; `*` after letters: any ending, alone: any word. */
type Phrase = readonly ((word: string) => boolean)[];

const phraseOf = (pattern: string): Phrase =>
  pattern.split(" ").map((part) => {
    const stem = part.slice(0, -1);
    return part.endsWith("*") ? (word: string) => word.startsWith(stem) : (word: string) => word === part;
  });

type Phrases = Readonly<Record<Locale, readonly Phrase[]>>;
const phrasesOf = ({ en, uk }: Readonly<Record<Locale, readonly string[]>>): Phrases => ({
  en: en.map(phraseOf),
  uk: uk.map(phraseOf),
});
const cliches = phrasesOf(CLICHES);
const withdrawn = phrasesOf(WITHDRAWN);
const profanity = PROFANITY_UK.map(phraseOf);

function phraseIn(text: string, phrases: readonly Phrase[]): string | null {
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at++) {
    const found = phrases.find((phrase) =>
      phrase.every((is, i) => at + i < words.length && is(words[at + i] as string)),
    );
    if (found) return words.slice(at, at + found.length).join(" ");
  }
  return null;
}

export const MANNERS_GATES: readonly WordGate[] = [
  {
    name: "profanity",
    reason: "Swears at nobody, in English, Ukrainian or Russian, spellings that hide it included.",
    fault({ own }) {
      // The library reads Cyrillic letters as the Latin ones that they look like: «дороги» would swear.
      const latin = own.replaceAll(/\p{Script=Cyrillic}/gu, " ");
      const match = english.getAllMatches(latin, true)[0];
      return match ? latin.slice(match.startIndex, match.endIndex + 1) : phraseIn(own, profanity);
    },
  },
  {
    name: "clichés",
    reason: "Says nothing on the list of what film marketing has said too often.",
    fault: ({ own }, { locale, synopsis }) => {
      const found = phraseIn(own, cliches[locale]);
      return found !== null && !wordsOf(synopsis).join(" ").includes(found) ? found : null;
    },
  },
  {
    name: "withdrawn",
    reason: "Says nothing that an editor has read in finished lines and withdrawn.",
    fault: ({ own, source }, { locale }) => (source === "model" ? phraseIn(own, withdrawn[locale]) : null),
  },
  {
    name: "echo",
    reason: "Repeats no four words in a row, and no whole line, of another creative of the title.",
    fault({ text, kind, source }, { facts, said }) {
      if (source !== "synopsis") return echoOf(text, facts, said);
      // The title's own synopsis is quoted, not repeated, where it is told at length; at the head of a card it is new once.
      return isLead(kind) ? echoOf(text, facts, said, "lead") : null;
    },
  },
];
