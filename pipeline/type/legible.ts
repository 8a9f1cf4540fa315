import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, type Rgb } from "../light/colour.ts";
import { type Veil, veilAt } from "../light/veil.ts";
import { marksOf } from "./marks.ts";
import type { Piece } from "./print.ts";

/** WCAG's least contrast for text of ordinary size; a title is large and would pass with 3. */
export const LEAST_CONTRAST = 4.5;
// Aimed at, so that lossy encoding cannot take it below the least.
const AIM = 5.2;
// A fiftieth of a letter's edge may lie on specks of grain; all the rest must pass.
const MAY_FAIL = 0.02;
// Samples a letter: a line of a few pixels that crosses it is seen.
const PER_MARK = 160;
// How far outside the ink its ground is looked at: past the soft edge of the letter.
const AROUND_PX = 3;

/** Places around each letter of some ink, letter by letter. */
export type Around = {
  readonly xs: Int32Array;
  readonly ys: Int32Array;
  /** Where each letter's places begin; one more than there are letters. */
  readonly starts: Int32Array;
};

const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [0.7, 0.7],
  [-0.7, 0.7],
  [-0.7, -0.7],
  [0.7, -0.7],
].map(([x = 0, y = 0]) => ({ dx: Math.round(AROUND_PX * x), dy: Math.round(AROUND_PX * y) }));

/**
 * Places just outside each separate mark of a piece's ink, evenly spread along its edge (see `marks.ts`): the ground that
 * the eye takes a letter against. What the ink itself hides does not count.
 */
export function around({ widthPx, heightPx }: Pixels, { ink, x, y }: Piece): Around {
  const { of, count } = marksOf(ink);
  const edge = new Int8Array(of.length).fill(-1);
  const lengths = new Int32Array(count);
  for (let at = 0; at < of.length; at++) {
    const mark = of[at] ?? -1;
    if (mark < 0) continue;
    const column = at % ink.widthPx;
    const row = (at - column) / ink.widthPx;
    // Each pixel looks in one direction only: the next one looks in another.
    const direction = (column + 3 * row) % DIRECTIONS.length;
    const { dx = 0, dy = 0 } = DIRECTIONS[direction] ?? {};
    const inside = column + dx >= 0 && column + dx < ink.widthPx && row + dy >= 0 && row + dy < ink.heightPx;
    if (inside && (of[at + dy * ink.widthPx + dx] ?? -1) >= 0) continue;
    edge[at] = direction;
    lengths[mark] = (lengths[mark] ?? 0) + 1;
  }
  const strides = lengths.map((length) => Math.max(1, Math.ceil(length / PER_MARK)));
  const starts = new Int32Array(count + 1);
  for (let mark = 0; mark < count; mark++) {
    starts[mark + 1] = (starts[mark] ?? 0) + Math.ceil((lengths[mark] ?? 0) / (strides[mark] ?? 1));
  }
  const xs = new Int32Array(starts[count] ?? 0);
  const ys = new Int32Array(xs.length);
  const seen = new Int32Array(count);
  for (let at = 0; at < of.length; at++) {
    const mark = of[at] ?? -1;
    const direction = DIRECTIONS[edge[at] ?? -1];
    if (mark < 0 || !direction) continue;
    const nth = seen[mark] ?? 0;
    seen[mark] = nth + 1;
    const stride = strides[mark] ?? 1;
    if (nth % stride !== 0) continue;
    const slot = (starts[mark] ?? 0) + nth / stride;
    xs[slot] = Math.min(widthPx - 1, Math.max(0, x + (at % ink.widthPx) + direction.dx));
    ys[slot] = Math.min(heightPx - 1, Math.max(0, y + Math.floor(at / ink.widthPx) + direction.dy));
  }
  return { xs, ys, starts };
}

/** The lowest WCAG ratio of any letter to what lies around it, a fiftieth of each letter's edge left out; 21 for no ink. */
export function contrastBehind({ data, widthPx }: Pixels, { xs, ys, starts }: Around, text: Rgb): number {
  const own = luminance(...text);
  let least = 21;
  for (let mark = 0; mark + 1 < starts.length; mark++) {
    const from = starts[mark] ?? 0;
    const contrasts = Float64Array.from({ length: (starts[mark + 1] ?? 0) - from }, (_, i) => {
      const at = 3 * ((ys[from + i] ?? 0) * widthPx + (xs[from + i] ?? 0));
      return contrastOf(own, luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0));
    });
    least = Math.min(least, contrasts.sort()[Math.floor(contrasts.length * MAY_FAIL)] ?? 21);
  }
  return least;
}

/** Whether every letter reads with enough to spare for the encoder. */
export const reads = (picture: Pixels, grounds: readonly Around[], text: Rgb): boolean =>
  grounds.every((ground) => contrastBehind(picture, ground, text) >= AIM);

/** A veil of one colour with the strength it is laid on with, 0..1. */
export type Layer = { readonly veil: Veil; readonly strength: number };

/**
 * Finds how strong a veil must be for `text` to read on every letter's ground.
 *
 * @param tint the veils' colour
 * @param veil laid over what `under` leaves of the picture
 * @param most the most strength that it may have, 0..1
 * @returns the least strength to within a hundredth of `most`; null when the most is not enough
 */
export function strengthFor(
  picture: Pixels,
  grounds: readonly Around[],
  { text, tint }: { readonly text: Rgb; readonly tint: Rgb },
  veil: Veil,
  most: number,
  under: Layer | null = null,
): number | null {
  const own = luminance(...text);
  const letters = grounds.map((ground) => {
    const { xs, ys, starts } = ground;
    const left = Float32Array.from(xs, (x, i) => (under ? 1 - under.strength * veilAt(under.veil, x, ys[i] ?? 0) : 1));
    const share = Float32Array.from(xs, (x, i) => veilAt(veil, x, ys[i] ?? 0));
    return { at: Int32Array.from(xs, (x, i) => 3 * ((ys[i] ?? 0) * picture.widthPx + x)), starts, left, share };
  });
  const enough = (strength: number) =>
    letters.every(({ at, starts, left, share }) => {
      for (let mark = 0; mark + 1 < starts.length; mark++) {
        const from = starts[mark] ?? 0;
        const to = starts[mark + 1] ?? 0;
        let failing = 0;
        for (let i = from; i < to; i++) {
          const seen = (left[i] ?? 1) * (1 - strength * (share[i] ?? 0));
          const value = (channel: 0 | 1 | 2) =>
            (picture.data[(at[i] ?? 0) + channel] ?? 0) * seen + tint[channel] * (1 - seen);
          if (contrastOf(own, luminance(value(0), value(1), value(2))) < AIM) failing++;
        }
        if (failing > Math.floor(MAY_FAIL * (to - from))) return false;
      }
      return true;
    });
  if (enough(0)) return 0;
  if (!enough(most)) return null;
  let low = 0;
  let high = most;
  for (let step = 0; step < 7; step++) {
    const middle = (low + high) / 2;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
