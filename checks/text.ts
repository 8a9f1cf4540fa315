/** The first line, from 1, where two texts part; `null` when they are the same. */
export function firstDifference(given: string, wanted: string): number | null {
  if (given === wanted) return null;
  const [a, b] = [given.split("\n"), wanted.split("\n")];
  return a.findIndex((text, i) => text !== b[i]) + 1 || a.length + 1;
}
