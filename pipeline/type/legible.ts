import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, type Rgb } from "../light/colour.ts";
import { type Veil, veilAt } from "../light/veil.ts";
import { marksOf } from "./marks.ts";
import type { Piece } from "./print.ts";

/** WCAG's least contrast for text of ordinary size; a title is large and would pass with 3. */
export const LEAST_CONTRAST = 4.5;
// Aimed at, so that lossy encoding cannot take it below the least.
const AIM = 5.2;
// A fiftieth of what lies behind one letter may be specks of grain; all the rest must pass.
const MAY_FAIL = 0.02;
// Samples a letter: enough to see a line of one pixel that crosses it.
const PER_MARK = 160;
// How far around the ink counts as behind it: what the eye takes an edge against.
const AROUND_PX = 3;

/** Places behind and just around each letter of some ink, letter by letter. */
export type Behind = {
  readonly xs: Int32Array;
  readonly ys: Int32Array;
  /** Where each letter's places begin; one more than there are letters. */
  readonly starts: Int32Array;
};

/** Evenly spread places behind each separate mark of a piece's ink; see `marks.ts`. */
export function behind({ widthPx, heightPx }: Pixels, { ink, x, y }: Piece): Behind {
  const { of, count } = marksOf(ink);
  const areas = new Int32Array(count);
  for (const mark of of) if (mark >= 0) areas[mark] = (areas[mark] ?? 0) + 1;
  const strides = areas.map((area) => Math.max(1, Math.ceil(area / PER_MARK)));
  const starts = new Int32Array(count + 1);
  for (let mark = 0; mark < count; mark++) {
    starts[mark + 1] = (starts[mark] ?? 0) + Math.ceil((areas[mark] ?? 0) / (strides[mark] ?? 1));
  }
  const xs = new Int32Array(starts[count] ?? 0);
  const ys = new Int32Array(xs.length);
  const seen = new Int32Array(count);
  for (let at = 0; at < of.length; at++) {
    const mark = of[at] ?? -1;
    if (mark < 0) continue;
    const nth = seen[mark] ?? 0;
    seen[mark] = nth + 1;
    if (nth % (strides[mark] ?? 1) !== 0) continue;
    const i = nth / (strides[mark] ?? 1);
    // Each sample looks in its own of nine directions, the ink itself among them.
    const dx = ((i % 3) - 1) * AROUND_PX;
    const dy = ((Math.floor(i / 3) % 3) - 1) * AROUND_PX;
    const slot = (starts[mark] ?? 0) + i;
    xs[slot] = Math.min(widthPx - 1, Math.max(0, x + (at % ink.widthPx) + dx));
    ys[slot] = Math.min(heightPx - 1, Math.max(0, y + Math.floor(at / ink.widthPx) + dy));
  }
  return { xs, ys, starts };
}

/** The lowest WCAG ratio of any letter to what lies behind it, a fiftieth of each letter's ground left out; 21 for no ink. */
export function contrastBehind({ data, widthPx }: Pixels, { xs, ys, starts }: Behind, text: Rgb): number {
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
export const reads = (picture: Pixels, grounds: readonly Behind[], text: Rgb): boolean =>
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
  grounds: readonly Behind[],
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
