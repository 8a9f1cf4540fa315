/**
 * What counts when a title is compared: its letters and signs, whatever their case, lines and quotes. A colon before a
 * subtitle is a line break: that is how it is set.
 */
export const plain = (text: string): string[] => [
  ...text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’ʼ`´‘]/gu, "'")
    .replace(/(: |\s)+/gu, " ")
    .trim(),
];

/**
 * The least number of insertions, deletions and changes of characters that turn one text into another.
 *
 * Source: V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", 1966.
 */
export function edits(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, char] of one.entries()) {
    const next = [i + 1];
    for (const [j, against] of other.entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (char === against ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
