export type Vocabulary = {
  readonly ids: ReadonlyMap<string, number>;
  /** Rank by `left right`, separated by one space: lower merges first. */
  readonly ranks: ReadonlyMap<string, number>;
};

const END_OF_WORD = "</w>";

/** The 256 letters that stand for bytes, in CLIP's own order: printable ones for themselves, then the rest. */
export const BYTE_LETTERS: readonly string[] = (() => {
  const printable = [range(33, 126), range(161, 172), range(174, 255)].flat();
  const rest = range(0, 255).filter((byte) => !printable.includes(byte));
  return [...printable.map((byte) => String.fromCharCode(byte)), ...rest.map((_, at) => String.fromCharCode(256 + at))];
})();

const LETTER_OF_BYTE: readonly string[] = (() => {
  const printable = [range(33, 126), range(161, 172), range(174, 255)].flat();
  const order = [...printable, ...range(0, 255).filter((byte) => !printable.includes(byte))];
  const letters = new Array<string>(256);
  for (const [at, byte] of order.entries()) letters[byte] = BYTE_LETTERS[at] as string;
  return letters;
})();

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** A word's UTF-8 bytes, a letter each. */
export const byteLetters = (word: string): string[] =>
  Array.from(Buffer.from(word), (byte) => LETTER_OF_BYTE[byte] as string);

/** A word longer than this is not one; merging is quadratic. */
const MOST_LETTERS = 4096;

/**
 * Ids of one word: its pairs are merged in the order of their ranks, the leftmost of equals first.
 *
 * @param unknown id of symbols that the vocabulary does not have
 */
export function mergeWord(letters: readonly string[], { ids, ranks }: Vocabulary, unknown: number): number[] {
  if (letters.length === 0) return [];
  const symbols = letters.slice(0, MOST_LETTERS);
  symbols[symbols.length - 1] += END_OF_WORD;
  for (;;) {
    let best = -1;
    let lowest = Infinity;
    for (let at = 0; at + 1 < symbols.length; at++) {
      const rank = ranks.get(`${symbols[at]} ${symbols[at + 1]}`) ?? Infinity;
      if (rank < lowest) [best, lowest] = [at, rank];
    }
    if (best < 0) break;
    symbols.splice(best, 2, `${symbols[best]}${symbols[best + 1]}`);
  }
  return symbols.map((symbol) => ids.get(symbol) ?? unknown);
}

/** Reads `merges.txt`: one pair a line, in rank order, after a version line. */
export function parseMerges(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#version"));
  return new Map(lines.map((line, rank) => [line.trim(), rank]));
}
