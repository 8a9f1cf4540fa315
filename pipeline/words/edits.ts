import type { Locale } from "../../core/attributes.ts";
import { capitalised } from "./facts.ts";
import { graphemeCount, sentencesOf, wordsOf } from "./script.ts";

/** A clause with fewer words is a fragment. */
const LEAST_WORDS = 4;

/**
 * Sentences and clauses of a synopsis that can stand alone: candidates in the title's own words.
 *
 * Only where a language allows it without a parser: at semicolons; before a colon; before a comma with a conjunction
 * that opens a main clause; without what a bracket, a pair of dashes, an apposition or a closing relative or adverbial
 * clause adds; without an adverbial clause before the main one. Then runs of two and three whole sentences. What would
 * need a new word, an ending changed, or a subject carried over is left alone.
 *
 * @param most grapheme clusters
 * @returns distinct texts that fit, in the synopsis's order
 */
export function editsOf(synopsis: string, locale: Locale, most: number): string[] {
  const sentences = sentencesOf(synopsis, locale);
  const edits: string[] = [];
  for (const [at, sentence] of sentences.entries()) {
    edits.push(...shorterOf(sentence, locale));
    for (const length of [2, 3]) {
      if (at + length <= sentences.length) edits.push(sentences.slice(at, at + length).join(" "));
    }
  }
  return [...new Set(edits)].filter((text) => graphemeCount(text) <= most);
}

/** The sentence, its clauses, and each of them without what can be left out. */
function shorterOf(sentence: string, locale: Locale): string[] {
  const all = new Set<string>();
  const grow = (text: string, depth: number) => {
    const whole = finished(text, locale);
    if (whole === null || all.has(whole)) return;
    all.add(whole);
    if (depth === 0) return;
    for (const cut of CUTS[locale]) for (const part of cut(whole.slice(0, -1))) grow(part, depth - 1);
  };
  grow(sentence, 2);
  return [...all];
}

/** With a capital and a stop, without a joining word before it; null for a fragment. */
function finished(text: string, locale: Locale): string | null {
  const bare = text
    .trim()
    .replace(JOINING[locale], "")
    .replace(/[,;:\s\p{Pd}]+$/u, "");
  if (wordsOf(bare).length < LEAST_WORDS || OPEN_END[locale].test(bare)) return null;
  return capitalised(/[.!?…]["»”]?$/u.test(bare) ? bare : `${bare}.`);
}

const JOINING: Readonly<Record<Locale, RegExp>> = {
  en: /^(?:and|but|so|yet|then|meanwhile)\b,?\s+/iu,
  uk: /^(?:а|та|але|проте|тож|тим часом|потім)(?!\p{L}),?\s+(?!потім|щоб|аби)/iu,
};

/** Words after which a sentence goes on. */
const OPEN_END: Readonly<Record<Locale, RegExp>> = {
  en: /\b(?:the|a|an|of|to|in|on|at|with|from|by|for|and|or|but|that|which|who|one thing|only)$/iu,
  uk: /(?<!\p{L})(?:і|й|та|а|але|що|щоб|у|в|на|з|із|до|від|по|за|для|про|під|над|через|одного|лише одне)$/iu,
};

type Cut = (text: string) => string[];

const SUBJECT = {
  en: "(?:the|a|an|his|her|their|its|he|she|it|they|we|you|one|two|three|four|five|six|seven|nobody|somebody|everyone|everybody|nothing|no|there|this|that|these|those)\\b",
  uk: "(?!який|яка|яке|які|що|щоб|де|коли|бо)\\p{L}+",
};
const semicolons: Cut = (text) => (text.includes(";") ? text.split(/;\s+/u) : []);
const brackets: Cut = (text) => {
  const left = text.replace(/\s+\([^()]*\)/gu, "").replace(/\s+[–—]\s[^–—]{2,80}\s[–—]\s+/gu, " ");
  return left === text ? [] : [left];
};
/** What stands before a colon is whole; what follows it may not be. */
const beforeColon: Cut = (text) => {
  const parts = text.split(/:\s+/u);
  return parts.length > 1 ? [parts[0] as string] : [];
};

/** A main clause of its own has a verb: an auxiliary, or a form in -s, -ed or -n't. */
const EN_VERB =
  /\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|cannot|could|must|may|might|should|knows?|grows?|lies|runs|comes?|takes?|goes|wants?|finds?|begins?|learn|play|serve|live|\p{L}{2,}(?:[^s]s|ed|n't|n’t))\b/iu;

const enMain: Cut = (text) => {
  const match = new RegExp(`^(.+?),\\s+(?:and|but|so|yet)\\s+(${SUBJECT.en}.+)$`, "iu").exec(text);
  const [, first = "", second = ""] = match ?? [];
  if (!match || wordsOf(second).length < LEAST_WORDS || !EN_VERB.test(second) || !EN_VERB.test(first)) return [];
  if (/^(?:when|while|if|after|before|as|once|although|though)\b/iu.test(first)) return [];
  // «A, they B, and C»: without the last of the row, the comma alone joins two sentences.
  return /,\s+(?:he|she|it|they)\b/iu.test(first) ? [second] : [first, second];
};
const enRelative: Cut = (text) => {
  const left = text.replace(/,\s+(?:who|which|where|while|because|although|though|perhaps)\b[^,]*$/iu, "");
  return left === text ? [] : [left];
};
const enAdverbial: Cut = (text) => {
  const match = /^(?:when|while|if|after|before|as|once|although|though|because)\b[^,]+,\s+(.+)$/iu.exec(text);
  return match?.[1] && new RegExp(`^${SUBJECT.en}`, "iu").test(match[1]) ? [match[1]] : [];
};
const enApposition: Cut = (text) => {
  const left = text.replace(
    /^((?:only |even )?\p{Lu}\p{L}+),\s+(?:the|a|an|his|her|their)\s[^,]{2,50},\s+(?!and\b|or\b)/u,
    "$1 ",
  );
  return left === text ? [] : [left];
};

const UK_SUBORDINATE =
  /(?<!\p{L})(?:який|яка|яке|які|якого|якої|яких|що|щоб|аби|де|коли|бо|якщо|хоч|хоча|поки|доки)(?!\p{L})/iu;
const UK_VERB = /(?:є|ить|їть|уть|ють|ать|ять|ться|ла|ло|ли|в)$/iu;
/** A comma before і, й or та parts two main clauses, unless it closes a subordinate one. */
const ukMain: Cut = (text) => {
  const match = new RegExp(`^(.+?),\\s+(?:і|й|та|але|проте|зате|тож|а)\\s+(${SUBJECT.uk}.+)$`, "iu").exec(text);
  const [, first = "", second = ""] = match ?? [];
  if (!match || UK_SUBORDINATE.test(first) || wordsOf(second).length < LEAST_WORDS) return [];
  // After «а» the second clause often leans on the first one's words; one that opens with its verb has no subject.
  const leans = /^,\s+а\s/u.test(text.slice(first.length)) || UK_VERB.test(second.split(" ", 1)[0] as string);
  return leans ? [first] : [first, second];
};
/** «…, який …» at the end, where it hangs on a noun: after a verb it is what is told, asked or known. */
const ukRelative: Cut = (text) => {
  const match = /^(.+?\p{L}),\s+(?:який|яка|яке|які|де|бо|хоч|хоча|може)(?!\p{L})[^,]*$/iu.exec(text);
  const first = match?.[1] ?? "";
  return match && !/(?:є|ить|їть|ать|ять|уть|ють|ла|ло|ли|ти|ся|ів|ав|ув)$/iu.test(first) ? [first] : [];
};
const ukAdverbial: Cut = (text) => {
  const match =
    /^(?:та\s+)?(?:коли|якщо|щоб|аби|поки|доки|хоч|хоча)(?!\p{L})[^,]+,\s+(?!який|яка|яке|які|що|щоб|і|й|та|а)(\p{L}.+)$/iu.exec(
      text,
    );
  return match?.[1] ? [match[1]] : [];
};
const ukApposition: Cut = (text) => {
  const left = text.replace(
    /^((?:лише |тільки |навіть )?\p{Lu}\p{L}+),\s+(?!який|яка|яке|які|що|щоб|і|й|та|а)\p{Ll}[^,]{2,50},\s+(?!і|й|та|а)/u,
    "$1 ",
  );
  return left === text ? [] : [left];
};

const CUTS: Readonly<Record<Locale, readonly Cut[]>> = {
  en: [semicolons, brackets, beforeColon, enMain, enRelative, enAdverbial, enApposition],
  uk: [semicolons, brackets, beforeColon, ukMain, ukRelative, ukAdverbial, ukApposition],
};
