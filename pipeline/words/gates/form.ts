import type { Locale } from "../../../core/attributes.ts";
import type { CopyKind } from "../../../core/copy.ts";
import type { Facts } from "../facts.ts";
import type { WordGate } from "../gate.ts";
import { graphemeCount, sentencesOf, wordsOf } from "../script.ts";
import { matcherOf } from "../stems.ts";

/** Shorter than this it says nothing. */
const LEAST: Readonly<Record<CopyKind, number>> = {
  headline: 8,
  description: 20,
  subject: 8,
  preheader: 12,
  push: 12,
  cta: 4,
  alt: 20,
};

/** Beside the names that it says. */
const LEAST_WORDS = 2;

export const FORM_GATES: readonly WordGate[] = [
  {
    name: "length",
    reason: "Says something, and fits the place that its channels have for it, counted as a reader counts.",
    fault({ kind, text, most }) {
      const length = graphemeCount(text);
      if (length < LEAST[kind]) return `${length} of at least ${LEAST[kind]}`;
      return length > most ? `${length} of at most ${most}` : null;
    },
  },
  {
    name: "form",
    reason:
      "Is a finished line: no stray characters, doubled stops, unpaired quotation marks, torn-off end or bare name.",
    fault({ text, own, source }) {
      // «Freder, allegedly.»
      if (source === "model" && own !== text && wordsOf(own).length < LEAST_WORDS) return "a name and no more";
      const stray = /[\p{C}{}<>[\]_|\\#*=~^@]|\s\s|^\s|\s$/u.exec(text);
      if (stray) return "a stray character";
      if (/[.!?…][:;.]|[,;:][,;:.]|!!|\?\?/u.test(text)) return "two stops in a row";
      if (!/[.!?…»”"]$/u.test(text) && /[,;:\p{Pd}(«“]$/u.test(text)) return "a torn-off end";
      const count = (mark: string) => text.split(mark).length;
      if (count("«") !== count("»") || count("“") !== count("”") || count("(") !== count(")")) return "an open pair";
      return null;
    },
  },
  {
    name: "repeats",
    reason: "Says no word twice in a row, no three words or fact twice, and no telling word twice in a clause.",
    fault({ text, own, source }, { facts, locale }) {
      const twice = /(?<!\p{L})(\p{L}{2,})\s+\1(?!\p{L})/iu.exec(own);
      if (twice) return twice[0];
      const words = wordsOf(own);
      // «Then silence. Then silence.»
      const said = sentencesOf(own, locale);
      const sentence = said.find((one, at) => said.indexOf(one) !== at);
      if (sentence !== undefined) return sentence;
      const runs = words.map((_, at) => words.slice(at, at + 3).join(" ")).slice(0, -2);
      const run = runs.find((one, at) => runs.indexOf(one) !== at);
      if (run !== undefined) return run;
      // A synopsis may mean it; a network has lost its thread.
      return source === "model" ? (factTwice(text, facts) ?? wordTwice(own, locale)) : null;
    },
  },
];

const factTwice = (text: string, facts: Facts): string | null =>
  [facts.hero, facts.place, facts.title].find((fact) => fact && text.split(fact).length > 2) ?? null;

/** Shorter words carry a sentence, longer ones are what it says. */
const TELLING = 5;

function wordTwice(own: string, locale: Locale): string | null {
  // «He counts the steps; she counts the days» is a figure: only within a clause is it a slip.
  for (const clause of sentencesOf(own, locale).flatMap((sentence) => sentence.split(/[,;—–]/u))) {
    const words = wordsOf(clause).filter((word) => word.length >= TELLING);
    const again = words.find((word, at) => words.slice(0, at).some((before) => matcherOf(before)(word)));
    if (again !== undefined) return again;
  }
  return null;
}
