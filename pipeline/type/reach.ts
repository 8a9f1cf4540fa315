import type { Pixels } from "../../core/picture.ts";
import { luminance, type Rgb } from "../light/colour.ts";
import { cloud, fall, layered, type Side, type Veil } from "../light/veil.ts";
import { around as boxAround } from "./boxes.ts";
import { type Around, around, contrastBehind, type Layer, reads, strengthFor } from "./legible.ts";
import { boxOf, type Piece, underVeil } from "./print.ts";

/**
 * What it took for some ink to be read: `none`, it stands where it stands best; `moved`, another place reads as it is;
 * `graded`, the light falls off on its side; `scrim`, a soft cloud lies behind it as well.
 */
export type Step = "none" | "moved" | "graded" | "scrim";

/** Ink in its place, and the side of the frame from which light may be taken. */
export type Placed = { readonly side: Side; readonly pieces: readonly Piece[] };

const mostGrade = ({ text, tint }: Colouring): number =>
  luminance(...tint) > luminance(...text) ? MOST_LIGHTENING : MOST_GRADE;

/** A colour for ink, and the colour that the picture is brought nearer to for it. */
export type Colouring = { readonly text: Rgb; readonly tint: Rgb };

export type Reached = Colouring & {
  /** Which of the places it is. */
  readonly index: number;
  readonly step: Step;
  /** The picture, graded where it had to be; the ink is not on it yet. */
  readonly pixels: Pixels;
  /** The lowest WCAG ratio of any letter to its ground, 1..21. */
  readonly contrast: number;
};

// The most that the light may fall off for a title: more is noticed as a darkened corner.
const MOST_GRADE = 0.5;
// Light that is added shows sooner: the picture is washed out.
const MOST_LIGHTENING = 0.4;
// A scrim of one would be a box of flat colour.
const MOST_SCRIM = 0.96;
// What grading costs against a worse place, a worse colour against more grading.
const COST_OF_STRENGTH = 0.7;
const COST_OF_SECOND_COLOUR = 0.2;

type Tried = { readonly placed: Placed; readonly grounds: readonly Around[]; readonly fall: Veil };
type Veiled = { readonly index: number; readonly colouring: Colouring; readonly layer: Layer; readonly cost: number };

/**
 * Makes ink read on a picture: by another place, else by grading the picture's light, else by a scrim, strictly in this
 * order. Where none is enough the strongest scrim is laid and `contrast` tells; nothing is claimed.
 *
 * @param costs of the places, in order, the best first; at least one
 * @param place puts the ink in the place of that index
 * @param colourings of the ink, the preferred first; at least one
 */
export async function reachContrast(
  picture: Pixels,
  costs: readonly number[],
  place: (index: number) => Promise<Placed>,
  colourings: readonly Colouring[],
): Promise<Reached> {
  const tried: Tried[] = [];
  for (let index = 0; index < costs.length; index++) {
    const placed = await place(index);
    const grounds = placed.pieces.map((piece) => around(picture, piece));
    const colouring = colourings.find(({ text }) => reads(picture, grounds, text));
    if (colouring) {
      const step = index === 0 ? "none" : "moved";
      return { ...colouring, index, step, pixels: picture, contrast: leastOf(picture, grounds, colouring) };
    }
    tried.push({ placed, grounds, fall: fall(picture, placed.side, boxAround(placed.pieces.map(boxOf))) });
  }

  const graded = cheapest(tried, costs, colourings, ({ grounds, fall }, colouring) => {
    const strength = strengthFor(picture, grounds, colouring, fall, mostGrade(colouring));
    return strength === null ? null : { veil: fall, strength };
  });
  if (graded) return finished(picture, tried, graded, "graded");

  const scrims = tried.map(({ placed }) => cloud(picture, placed.pieces.map(boxOf)));
  const scrim = cheapest(tried, costs, colourings, ({ grounds, fall }, colouring, index) => {
    const under = { veil: fall, strength: mostGrade(colouring) };
    const strength = strengthFor(picture, grounds, colouring, scrims[index] as Veil, MOST_SCRIM, under);
    // Where even the most is not enough it is laid on all the same, at a price that only leaves it to be the last.
    return { veil: scrims[index] as Veil, strength: strength ?? 10 };
  }) as Veiled;
  const { fall: under } = tried[scrim.index] as Tried;
  const strength = Math.min(MOST_SCRIM, scrim.layer.strength);
  const veil = layered(under, mostGrade(scrim.colouring), scrim.layer.veil, strength);
  return finished(picture, tried, { ...scrim, layer: { veil, strength: 1 } }, "scrim");
}

function cheapest(
  tried: readonly Tried[],
  costs: readonly number[],
  colourings: readonly Colouring[],
  layerFor: (one: Tried, colouring: Colouring, index: number) => Layer | null,
): Veiled | null {
  let best: Veiled | null = null;
  for (const [index, one] of tried.entries()) {
    for (const [nth, colouring] of colourings.entries()) {
      const layer = layerFor(one, colouring, index);
      if (!layer) continue;
      const cost = (costs[index] ?? 0) + COST_OF_STRENGTH * layer.strength + COST_OF_SECOND_COLOUR * nth;
      if (!best || cost < best.cost) best = { index, colouring, layer, cost };
    }
  }
  return best;
}

function finished(picture: Pixels, tried: readonly Tried[], { index, colouring, layer }: Veiled, step: Step): Reached {
  const { veil, strength } = layer;
  const strong = strength === 1 ? veil : { ...veil, share: veil.share.map((share) => share * strength) };
  const pixels = underVeil(picture, strong, colouring.tint);
  const { grounds } = tried[index] as Tried;
  return { ...colouring, index, step, pixels, contrast: leastOf(pixels, grounds, colouring) };
}

const leastOf = (picture: Pixels, grounds: readonly Around[], { text }: Colouring): number =>
  Math.min(...grounds.map((ground) => contrastBehind(picture, ground, text)));
