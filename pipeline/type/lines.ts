import { graphemesOf } from "./coverage.ts";
import { languageOf } from "./language.ts";

/** A title's words with their widths, in ems of the title's size, and the space between two. */
export type Words = { readonly texts: readonly string[]; readonly widths: readonly number[]; readonly space: number };

// A line does not end on one of these: they belong to the word that follows.
const LEANS_FORWARD = new Set(
  (
    "a an the of and or in on at to from by for with under as is no i й та або в у на до з зі із під над про від за як не " +
    "le la les l' de du des un une et el los las del y e der die das ein eine und von im am il lo gli di da della o os do dos"
  ).split(" "),
);

// Without spaces between words (Chinese, Japanese, Thai), a line may break between what the segmenter calls words.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const HANGUL = /\p{Script=Hangul}/u;
// What never opens a line: stops and closing brackets, small kana, the marks that lengthen or repeat (JIS X 4051,
// section 6.1; W3C "Requirements for Japanese Text Layout", 3.1.7), and the Thai marks of repetition and abbreviation.
const NEVER_FIRST =
  /^[\s\p{Pe}\p{Pf}\p{Po}\p{Pd}\p{M}々〻ゝゞヽヾーｰぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ～〜ๆฯ]/u;
// And what never closes one: opening brackets and quotes.
const NEVER_LAST = /[\p{Ps}\p{Pi}]$/u;
// A particle or an ending stays with the word that it belongs to.
const KANA_ENDING = /^\p{Script=Hiragana}{1,3}$/u;
const MOST_GLUED = 10;

/**
 * Cuts a title into the pieces that may not be broken.
 *
 * @param longest pieces of more grapheme clusters than this are cut, so that one endless word still fits
 * @returns the pieces, and whether a space stands between them
 */
export function piecesOf(text: string, longest: number): { pieces: string[]; spaced: boolean } {
  // Korean has spaces; the Han characters in a Korean title do not change that.
  const spaced = !UNSPACED.test(text) || (HANGUL.test(text) && /\s/u.test(text));
  const words = spaced ? tied(text).split(/[^\S\u00a0]+/u) : glued(segmentsOf(text));
  const pieces = words.flatMap((word) => {
    const clusters = graphemesOf(word);
    const parts = Math.ceil(clusters.length / longest);
    const size = Math.ceil(clusters.length / parts);
    return Array.from({ length: parts }, (_, part) => clusters.slice(part * size, (part + 1) * size).join(""));
  });
  return { pieces: pieces.filter((piece) => piece !== ""), spaced };
}

/** Words as ICU's dictionaries find them. */
function segmentsOf(text: string): string[] {
  const segmenter = new Intl.Segmenter(languageOf(text), { granularity: "word" });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Joins what no line may part. */
function glued(segments: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const segment of segments) {
    const last = pieces.length - 1;
    const before = pieces[last];
    const ending = KANA_ENDING.test(segment) && (before?.length ?? MOST_GLUED) + segment.length <= MOST_GLUED;
    const joins = before !== undefined && (NEVER_FIRST.test(segment) || NEVER_LAST.test(before) || ending);
    if (joins) pieces[last] = before + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** Whether a text ends on a small word that belongs to what follows. */
export const leansForward = (text: string): boolean => LEANS_FORWARD.has(text.toLowerCase().split(/\s+/u).at(-1) ?? "");

/** Ties what may not be parted with no-break spaces: the groups of a number, and a word of one letter to the next. */
const tied = (text: string): string =>
  text.replace(/(\p{Nd}) (?=\p{Nd}{3}(?!\p{Nd}))/gu, "$1\u00a0").replace(/(?<![^\s])(\p{L}) (?=\S)/gu, "$1\u00a0");

/**
 * Breaks words into exactly `count` lines, as even as can be, without a line that ends on a small leaning word where
 * that can be avoided.
 *
 * @param count 1..number of words
 * @returns each line's words as the index of its first and the one after its last
 */
export function breakEvenly(words: Words, count: number): { from: number; to: number }[] {
  const total = words.texts.length;
  const width = (from: number, to: number) => {
    let sum = words.space * (to - from - 1);
    for (let i = from; i < to; i++) sum += words.widths[i] ?? 0;
    return sum;
  };
  const ideal = width(0, total) / count;
  const cost = (from: number, to: number) => {
    const leans = to < total && leansForward(words.texts[to - 1] ?? "");
    return ((width(from, to) - ideal) / ideal) ** 2 + (leans ? 0.6 : 0);
  };
  // best[k][i]: least cost of the first i words in k lines; from[k][i]: where the last of those lines begins.
  const best = [[0, ...Array<number>(total).fill(Number.POSITIVE_INFINITY)]];
  const from: number[][] = [[]];
  for (let k = 1; k <= count; k++) {
    best.push(Array<number>(total + 1).fill(Number.POSITIVE_INFINITY));
    from.push(Array<number>(total + 1).fill(0));
    for (let end = k; end <= total; end++) {
      for (let start = k - 1; start < end; start++) {
        const sum = (best[k - 1]?.[start] ?? Number.POSITIVE_INFINITY) + cost(start, end);
        if (sum < (best[k]?.[end] ?? 0)) {
          (best[k] as number[])[end] = sum;
          (from[k] as number[])[end] = start;
        }
      }
    }
  }
  const lines: { from: number; to: number }[] = [];
  for (let k = count, end = total; k > 0; k--) {
    const start = from[k]?.[end] ?? 0;
    lines.unshift({ from: start, to: end });
    end = start;
  }
  return lines;
}
