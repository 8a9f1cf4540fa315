import type { CopyRequest } from "../../core/ports.ts";

const END = "<end>";
const SLOT = /<(title|hero|place|year)>/g;
const FILL = /<(title|hero|place|year)>(\.?)/g;
const SENTENCE_START = /(^|[.?!]\s+)$/;
/** What ends a sentence by itself: a full stop after such a value would be one mark too many. */
const SENTENCE_END = /[.?!…]$/;

/** The same words as `WORD` in training/copy/tokenizer.py, which writes the lexicon. */
const WORD = /\p{L}+(?:[’-]\p{L}+)*/gu;

/** Letters that a text in this locale may not hold outside its slots. */
const FOREIGN = { en: /\p{Script=Cyrillic}/u, uk: /\p{Script=Latin}/u } as const;

/**
 * Turns what the model said into a finished text, or `null` where it must be dropped: it did not reach its end, is no
 * whole sentence, says a phrase twice, uses a slot that was not given or one slot twice, or holds a digit, a left-over
 * token, a letter of another script or a word that is not in the lexicon.
 *
 * Values are inserted as they are, in one pass, so a value that looks like a slot or a pattern stays text. Only the first
 * letter of a hero or a place becomes a capital where it opens a sentence.
 *
 * @param raw the continuation of the prompt, with slots as `<title>` and the end as `<end>`
 * @param lexicon every word that the corpus holds, in lower case
 */
export function finishText(
  raw: string,
  { locale, slots }: Pick<CopyRequest, "locale" | "slots">,
  lexicon: ReadonlySet<string>,
): string | null {
  const end = raw.indexOf(END);
  if (end <= 0) return null;
  const text = raw.slice(0, end).trim();
  const used = [...text.matchAll(SLOT)].map(([, slot]) => slot as keyof typeof slots);
  if (new Set(used).size < used.length || used.some((slot) => slots[slot] === undefined)) return null;
  const words = text.replaceAll(SLOT, "x");
  if (!isSentence(words) || /[<>[\]\d]/.test(words) || FOREIGN[locale].test(text.replaceAll(SLOT, ""))) return null;
  const own = text.replaceAll(SLOT, " ").match(WORD) ?? [];
  if (own.some((word) => !lexicon.has(word.toLowerCase()))) return null;
  return text.replaceAll(FILL, (_, slot: keyof typeof slots, stop: string, at: number) => {
    const value = slots[slot] ?? "";
    const opens = SENTENCE_START.test(text.slice(0, at));
    const said = opens && (slot === "hero" || slot === "place") ? capitalised(value) : value;
    return SENTENCE_END.test(value) ? said : said + stop;
  });
}

/** A hero's or place's name may begin with a common noun («граф Орлок»), which takes a capital where a sentence starts. */
const capitalised = (value: string) => value.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** Three words in a row that come twice: the same phrase in two sentences of one text. */
const REPEAT = /(?<!\p{L})(\p{L}+ \p{L}+ \p{L}+)(?!\p{L}).*(?<!\p{L})\1(?!\p{L})/iu;

/** Two words or more, closed by a mark, with quotes in pairs, no mark after another and no phrase twice. */
function isSentence(words: string): boolean {
  return (
    SENTENCE_END.test(words) &&
    /\S\s+\S/.test(words) &&
    (words.match(/«/g) ?? []).length === (words.match(/»/g) ?? []).length &&
    !/[.,:;?!]\s*[.,:;?!]|^[\s.,:;?!—]|\s[.,:;?!]|(\p{L}{3,}) \1(?!\p{L})/u.test(words) &&
    !REPEAT.test(words)
  );
}
