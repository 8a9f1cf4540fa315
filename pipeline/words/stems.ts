import { wordsOf } from "./script.ts";

/**
 * Whether a text says a term, whatever its case and endings: what keeps spoilers and a brand's forbidden words out.
 *
 * The rule: both are split into words (hyphens part, apostrophes are one), and all words of the term must stand in a
 * row. Two words are the same when they share a stem and what follows it is an ending of the language: `murder` finds
 * murders, murdered, murderer and murderous, not murmur; «зрада» finds зради, зраді, зрадою. Stems also change as the
 * language changes them: English y to i, a dropped e, a doubled consonant; Ukrainian і to о or е (ніч, ночі), a vowel
 * that flees (сон, сну), к г х before і (рука, руці). Words made anew from a root (зрадник from зрада; dead from die)
 * are other words: name each.
 *
 * @returns the words of the text that say it, or null
 */
export function saidIn(text: string, term: string): string | null {
  const words = wordsOf(text);
  const wanted = wordsOf(term).map(matcherOf);
  if (wanted.length === 0) return null;
  for (let at = 0; at + wanted.length <= words.length; at++) {
    if (wanted.every((matches, i) => matches(words[at + i] as string)))
      return words.slice(at, at + wanted.length).join(" ");
  }
  return null;
}

type Matches = (word: string) => boolean;

/** Finds the words that differ from a lower-case term in their endings only; made once, it is asked often. */
export function matcherOf(term: string): Matches {
  if (/\p{Script=Cyrillic}/u.test(term)) return ukrainian(term);
  if (/^[a-z']+$/.test(term)) return english(term);
  return (word) => word === term;
}

const EN_ENDINGS =
  /^(|s|es|'s|s'|d|ed|'d|er|ers|er's|r|rs|ing|ings|ly|y|ies|ied|ier|ous|ish|ess|less|like|hood|ship|en|ful|able)$/;

function english(term: string): Matches {
  const bases = basesOf(term.replace(/'s?$/, ""));
  return (word) => word === term || bases.some((base) => follows(base, word));
}

/** The term and what is left of it without the ending of a plural, a past or a continuous form. */
function basesOf(term: string): string[] {
  const cut = [
    term.replace(/ies$|ied$/, "y"),
    term.replace(/ying$/, "ie"),
    term.replace(/(?<=ss|sh|ch|x|z)es$/, ""),
    term.replace(/(?<![su])s$/, ""),
    term.replace(/(ed|ing)$/, ""),
    term.replace(/(ed|ing)$/, "e"),
    term.replace(/([bdgklmnprt])\1(ed|ing)$/, "$1"),
  ];
  return [term, ...new Set(cut)].filter((base, i) => i === 0 || (base.length >= 3 && /[aeiouy]/.test(base)));
}

function follows(base: string, word: string): boolean {
  if (word.startsWith(base) && EN_ENDINGS.test(word.slice(base.length))) return true;
  const short = base.slice(0, -1);
  const rest = word.slice(short.length);
  if (base.endsWith("e") && word.startsWith(short)) return /^(ed|es|er|ers|ing|ings|able|ous)$/.test(rest);
  if (base.endsWith("y") && word.startsWith(short)) return /^i(es|ed|er|ers|ous|ful|less|ly)$/.test(rest);
  if (base.endsWith("ie") && word === `${base.slice(0, -2)}ying`) return true;
  const last = base.at(-1) as string;
  return word.startsWith(base + last) && /^(ed|er|ers|ing|ings|y)$/.test(word.slice(base.length + 1));
}

// Nouns, adjectives, verbs; longest first, so that the whole ending is taken off.
const UK_ENDINGS = (
  "ями ами ими іми їми ого ому ові еві єві ські ський ська ським ською " +
  "ють уть ять ать ить їть ємо емо имо їмо єте ете ите їте еш єш иш їш ає яє " +
  "ах ях ам ям ом ем єм ою ею єю ів їв ей ий ій їй ої ую юю им ім їм их іх їх " +
  "вся лася лося лися тися ться ла ло ли ти ся сь " +
  "а я у ю о е є и і ї ь й в"
)
  .split(" ")
  .sort((one, other) => other.length - one.length);
const UK_ENDING_SET = new Set(["", ...UK_ENDINGS]);
const LEAST_STEM = 3;

// On a noun's stem these make another word: «ніч», «нічого».
const ADJECTIVE_ENDINGS = new Set("ого ому ої ими их ий".split(" "));
const ADJECTIVE = /(?:ий|ій|ого|ому|ої|им|ими|их)$/u;

function ukrainian(term: string): Matches {
  const stems = stemsOf(term);
  const noun = !ADJECTIVE.test(term);
  const isEnding = (rest: string, stem: string): boolean =>
    // «Ніч», «ніччю»: before this ending the last consonant is doubled.
    (UK_ENDING_SET.has(rest) && !(noun && ADJECTIVE_ENDINGS.has(rest))) || rest === `${stem.at(-1)}ю`;
  return (word) =>
    word === term || stems.some((stem) => word.startsWith(stem) && isEnding(word.slice(stem.length), stem));
}

function stemsOf(term: string): string[] {
  const ending = UK_ENDINGS.find((one) => term.endsWith(one) && term.length - one.length >= LEAST_STEM);
  // «Маккей», «Маккея»: the last letter goes, and the vowel before it stays.
  const bases = [term, ending ? term.slice(0, -ending.length) : term, term.replace(/(?<=[аеєиіїоуюя])й$/u, "")];
  return [...new Set(bases.flatMap((base) => [base, ...changed(base)]))];
}

const CONSONANT = "[бвгґджзклмнпрстфхцчшщ]";
const SOFTENED: Readonly<Record<string, readonly string[]>> = { к: ["ц", "ч"], г: ["з", "ж"], х: ["с", "ш"] };

/** The stems that a declension may show beside the one of the dictionary. */
function changed(base: string): string[] {
  const softened = (SOFTENED[base.at(-1) ?? ""] ?? []).map((letter) => base.slice(0, -1) + letter);
  const closed = new RegExp(`і(?=${CONSONANT}ь?$)`, "u");
  const fleeting = new RegExp(`[ое](?=${CONSONANT}ь?$)`, "u");
  const opened = closed.test(base) ? ["о", "е"].map((vowel) => base.replace(closed, vowel).replace(/ь$/, "")) : [];
  const fled = fleeting.test(base) ? [base.replace(fleeting, "").replace(/ь$/, "")] : [];
  return [...softened, ...opened, ...fled].filter((stem) => stem.length >= 2);
}
