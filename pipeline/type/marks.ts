import type { Ink } from "./ink.ts";

/** Ink cut into its separate marks: letters, dots and accents, and joined scripts into pieces as broad as high. */
export type Marks = {
  /** The mark that each pixel belongs to, -1 where there is no ink. */
  readonly of: Int32Array;
  readonly count: number;
};

// Fainter edges join letters that the eye sees apart.
const INKED = 64;
// A mark broader than this many times its height is a joined word: it is read letter by letter.
const BROAD = 1.8;

/**
 * Finds the connected pieces of ink, corners included.
 *
 * Source: A. Rosenfeld and J. Pfaltz, "Sequential Operations in Digital Picture Processing", 1966 (two passes, with the
 * equivalences kept as a forest).
 */
export function marksOf({ data, widthPx, heightPx }: Ink): Marks {
  const of = new Int32Array(widthPx * heightPx).fill(-1);
  const parents: number[] = [];
  const rootOf = (mark: number): number => {
    let root = mark;
    while (parents[root] !== root) root = parents[root] as number;
    parents[mark] = root;
    return root;
  };
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      if ((data[at] ?? 0) < INKED) continue;
      let mark = -1;
      // The neighbours that were visited before: left, and the three above.
      for (let i = 0; i < 4; i++) {
        const column = i === 0 ? x - 1 : x + i - 2;
        if (column < 0 || column >= widthPx || (i > 0 && y === 0)) continue;
        const other = of[i === 0 ? at - 1 : at - widthPx + i - 2] ?? -1;
        if (other < 0 || other === mark) continue;
        const root = rootOf(other);
        if (mark >= 0) parents[root] = rootOf(mark);
        mark = rootOf(root);
      }
      if (mark < 0) {
        mark = parents.length;
        parents.push(mark);
      }
      of[at] = mark;
    }
  }
  return numbered(of, widthPx, parents.length, rootOf);
}

/** Numbers the marks from 0, and cuts the broad ones into columns. */
function numbered(of: Int32Array, widthPx: number, most: number, rootOf: (mark: number) => number): Marks {
  const left = new Int32Array(most).fill(widthPx);
  const right = new Int32Array(most).fill(-1);
  const top = new Int32Array(most).fill(-1);
  const bottom = new Int32Array(most);
  for (let at = 0; at < of.length; at++) {
    if ((of[at] ?? -1) < 0) continue;
    const mark = rootOf(of[at] as number);
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    of[at] = mark;
    left[mark] = Math.min(left[mark] ?? 0, x);
    right[mark] = Math.max(right[mark] ?? 0, x);
    if ((top[mark] ?? -1) < 0) top[mark] = y;
    bottom[mark] = y;
  }
  const first = new Int32Array(most).fill(-1);
  const columnPx = new Float64Array(most);
  let count = 0;
  for (let mark = 0; mark < most; mark++) {
    if ((right[mark] ?? -1) < 0) continue;
    const width = (right[mark] ?? 0) - (left[mark] ?? 0) + 1;
    const height = (bottom[mark] ?? 0) - (top[mark] ?? 0) + 1;
    const columns = width > BROAD * height ? Math.ceil(width / Math.max(height, 4)) : 1;
    first[mark] = count;
    columnPx[mark] = width / columns;
    count += columns;
  }
  for (let at = 0; at < of.length; at++) {
    const mark = of[at] ?? -1;
    if (mark < 0) continue;
    const column = Math.floor(((at % widthPx) - (left[mark] ?? 0)) / (columnPx[mark] ?? 1));
    of[at] = (first[mark] ?? 0) + column;
  }
  return { of, count };
}
