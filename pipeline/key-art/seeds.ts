import type { Point, Region } from "../../core/picture.ts";

/** What a person said of the subject. */
export type Hints = { readonly focal: Point; readonly keep: readonly Region[] };

type Size = { readonly widthPx: number; readonly heightPx: number };

/** For each pixel: how much more likely it is the subject than not, in nats, before its colour is looked at. */
export type Prior = Float32Array;

/** What is settled whatever its colour: `SUBJECT`, `OUTSIDE`, or 0. */
export const SUBJECT = 1;
export const OUTSIDE = 2;

// Around the focal point, in shares of the shorter side: what is surely the subject.
const SURE = 0.035;
// How far a subject reaches from what is sure of it, in shares of the shorter side, before the frame is more likely.
const REACH = 0.09;
// Far from all of it nothing but a colour that is the subject's own by far is taken for it.
const LEAST_LIKELY = 7;
// People stand below their faces: downwards the subject reaches farther than to the sides, and upwards less.
const DOWN = 0.42;
const UP = 1.15;
// The half axes of what is sure in a region, in shares of its sides.
const INNER = 0.36;
// A person that fills the frame touches its foot, seldom its other edges.
const RIM = 0.02;

/** Where the subject may be by its place alone: near the focal point and the regions, and below them. */
export function priorOf({ widthPx, heightPx }: Size, hints: Hints): Prior {
  const reach = REACH * Math.min(widthPx, heightPx);
  const discs = discsOf({ widthPx, heightPx }, hints);
  const prior = new Float32Array(widthPx * heightPx);
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (const { x: middle, y: centre, across, down } of discs) {
        const aside = Math.max(0, Math.abs(x - middle) - across);
        const below = y - centre;
        const off = below > down ? (below - down) * DOWN : below < -down ? (-below - down) * UP : 0;
        nearest = Math.min(nearest, Math.hypot(aside, off));
      }
      prior[at] = Math.max(-LEAST_LIKELY, 2 * (1 - nearest / reach));
    }
  return prior;
}

/** Faces and logos are the subject, and so is the focal point; the rim at the sides and above is not. */
export function settledOf({ widthPx, heightPx }: Size, hints: Hints): Uint8Array {
  const settled = new Uint8Array(widthPx * heightPx);
  const rim = Math.max(1, Math.round(RIM * Math.min(widthPx, heightPx)));
  const discs = discsOf({ widthPx, heightPx }, hints);
  for (let y = 0, at = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++, at++) {
      const within = discs.some((one) => ((x - one.x) / one.across) ** 2 + ((y - one.y) / one.down) ** 2 <= 1);
      if (within) settled[at] = SUBJECT;
      else if (y < rim || x < rim || x >= widthPx - rim) settled[at] = OUTSIDE;
    }
  return settled;
}

/** Ellipses with at least a pixel in them: the corners of a box around a face are not the face. */
function discsOf({ widthPx, heightPx }: Size, { focal, keep }: Hints) {
  const sure = Math.max(0.5, SURE * Math.min(widthPx, heightPx));
  return [
    { x: Math.round(focal.x * (widthPx - 1)), y: Math.round(focal.y * (heightPx - 1)), across: sure, down: sure },
    ...keep.map(({ x, y, width, height }) => ({
      x: Math.round((x + width / 2) * widthPx - 0.5),
      y: Math.round((y + height / 2) * heightPx - 0.5),
      across: Math.max(0.5, INNER * width * widthPx),
      down: Math.max(0.5, INNER * height * heightPx),
    })),
  ];
}
