import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, type Rgb } from "../light/colour.ts";
import { layered, type Veil, veilAt } from "../light/veil.ts";
import type { Piece } from "./print.ts";

/** WCAG's least contrast for text of ordinary size; a title is large and would pass with 3. */
export const LEAST_CONTRAST = 4.5;
// Aimed at, so that lossy encoding cannot take it below the least.
const AIM = 5.5;
// A hundredth of what lies behind the ink may be a speck of grain; all the rest must pass.
const MAY_FAIL = 0.01;
// Samples a piece: the error of a hundredth's share is then below two thousandths.
const SAMPLES = 3_000;
// How far around the ink counts as behind it: what the eye takes an edge against.
const AROUND_PX = 3;

/** The two veils that may be laid under a title; see `light/veil.ts`. */
export type Veils = { readonly fall: Veil; readonly cloud: Veil };

// A little always falls off on the title's side, so that letters and picture share one light.
const fallShare = (strength: number) => Math.min(0.8, 0.12 + 1.1 * strength);
// What the fall cannot do is left to the cloud, which is easier to notice.
const cloudShare = (strength: number) => 0.96 * strength ** 1.6;

export const veilOf = ({ fall, cloud }: Veils, strength: number): Veil =>
  layered(fall, fallShare(strength), cloud, cloudShare(strength));

/**
 * Finds how strong the veils must be, 0..1, for `text` to read on every piece's ground; 1 when nothing suffices.
 *
 * @param tint the veils' colour
 */
export function strengthFor(picture: Pixels, pieces: readonly Piece[], text: Rgb, tint: Rgb, veils: Veils): number {
  const own = luminance(...text);
  const grounds = pieces.map((piece) => {
    const { xs, ys } = samplesOf(picture, piece);
    return {
      at: xs.map((x, i) => 3 * ((ys[i] ?? 0) * picture.widthPx + x)),
      fall: Float32Array.from(xs, (x, i) => veilAt(veils.fall, x, ys[i] ?? 0)),
      cloud: Float32Array.from(xs, (x, i) => veilAt(veils.cloud, x, ys[i] ?? 0)),
    };
  });
  const reads = (strength: number) => {
    const most = { fall: fallShare(strength), cloud: cloudShare(strength) };
    return grounds.every(({ at, fall, cloud }) => {
      let failing = 0;
      for (let i = 0; i < at.length; i++) {
        const left = (1 - most.fall * (fall[i] ?? 0)) * (1 - most.cloud * (cloud[i] ?? 0));
        const seen = (channel: 0 | 1 | 2) =>
          (picture.data[(at[i] ?? 0) + channel] ?? 0) * left + tint[channel] * (1 - left);
        if (contrastOf(own, luminance(seen(0), seen(1), seen(2))) < AIM) failing++;
      }
      return failing <= MAY_FAIL * at.length;
    });
  };
  if (reads(0)) return 0;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 6; step++) {
    const middle = (low + high) / 2;
    if (reads(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The WCAG ratio that all but a hundredth of what lies behind a piece reaches; 21 for no ink. */
export function contrastBehind(picture: Pixels, piece: Piece, text: Rgb): number {
  const { data, widthPx } = picture;
  const own = luminance(...text);
  const { xs, ys } = samplesOf(picture, piece);
  const contrasts = Float64Array.from(xs, (x, i) => {
    const at = 3 * ((ys[i] ?? 0) * widthPx + x);
    return contrastOf(own, luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0));
  });
  return contrasts.sort()[Math.floor(contrasts.length * MAY_FAIL)] ?? 21;
}

/** Pixels behind a piece's ink and just around it, evenly spread. */
function samplesOf({ widthPx, heightPx }: Pixels, { ink, x, y }: Piece): { xs: Int32Array; ys: Int32Array } {
  const inked = (at: number) => (ink.data[at] ?? 0) >= 16;
  let total = 0;
  for (let at = 0; at < ink.data.length; at++) if (inked(at)) total++;
  const stride = Math.max(1, Math.ceil(total / SAMPLES));
  const xs = new Int32Array(Math.ceil(total / stride));
  const ys = new Int32Array(xs.length);
  for (let at = 0, seen = 0, i = 0; at < ink.data.length; at++) {
    if (!inked(at) || seen++ % stride !== 0) continue;
    // Each sample looks in its own of nine directions, the ink itself among them.
    const dx = ((i % 3) - 1) * AROUND_PX;
    const dy = ((Math.floor(i / 3) % 3) - 1) * AROUND_PX;
    xs[i] = Math.min(widthPx - 1, Math.max(0, x + (at % ink.widthPx) + dx));
    ys[i] = Math.min(heightPx - 1, Math.max(0, y + Math.floor(at / ink.widthPx) + dy));
    i++;
  }
  return { xs, ys };
}
