import type { Pixels } from "../../core/picture.ts";
import { lumaOf } from "../light/luma.ts";

type Plane = { readonly values: Float32Array; readonly widthPx: number; readonly heightPx: number };

// In pixels of the small picture, whose longer side is a few hundred: hair and fur, not more.
const RADIUS = 3;
// Luma 0..1: steps below about a thirtieth are no edge.
const EPSILON = 1e-3;
// What the filter leaves of certainty: below the one nothing of the subject is left, above the other nothing else.
const LEAST = 0.25;
const MOST = 0.7;

/**
 * A soft matte at full size from a hard one at small size, by the fast guided filter (He and Sun 2015, after He, Sun and
 * Tang, ECCV 2010): the matte is a line of the luma around each pixel, fitted where pictures are small and drawn where
 * they are large, so that its edge follows the large picture's.
 *
 * @returns one byte a pixel of `picture`: 255 inside the subject, 0 outside, between at its edge
 */
export function matteOf(picture: Pixels, small: Pixels, side: Uint8Array): Uint8Array {
  const { widthPx, heightPx } = small;
  const plane = (values: Float32Array): Plane => ({ values, widthPx, heightPx });
  const guide = guideOf(small);
  const wanted = Float32Array.from(side);
  const mean = (values: Float32Array) => boxMean(plane(values), RADIUS).values;
  const product = (one: Float32Array, other: Float32Array) => one.map((value, i) => value * (other[i] ?? 0));
  const [meanGuide, meanWanted] = [mean(guide), mean(wanted)];
  const [meanSquare, meanProduct] = [mean(product(guide, guide)), mean(product(guide, wanted))];
  const slope = meanGuide.map((m, i) => {
    const variance = (meanSquare[i] ?? 0) - m * m;
    return ((meanProduct[i] ?? 0) - m * (meanWanted[i] ?? 0)) / (variance + EPSILON);
  });
  const offset = meanWanted.map((m, i) => m - (slope[i] ?? 0) * (meanGuide[i] ?? 0));
  const [a, b] = [boxMean(plane(slope), RADIUS), boxMean(plane(offset), RADIUS)];

  const matte = new Uint8Array(picture.widthPx * picture.heightPx);
  const luma = guideOf(picture);
  const [stepX, stepY] = [widthPx / picture.widthPx, heightPx / picture.heightPx];
  for (let y = 0, at = 0; y < picture.heightPx; y++)
    for (let x = 0; x < picture.widthPx; x++, at++) {
      const [u, v] = [(x + 0.5) * stepX - 0.5, (y + 0.5) * stepY - 0.5];
      const value = between(a, u, v) * (luma[at] ?? 0) + between(b, u, v);
      matte[at] = Math.round(255 * Math.min(1, Math.max(0, (value - LEAST) / (MOST - LEAST))));
    }
  return matte;
}

/** Luma as the filter's constants are meant, 0..1. */
const guideOf = (picture: Pixels): Float32Array => lumaOf(picture).values.map((value) => value / 255);

/** The mean of the square around each pixel, as far as it lies in the picture: across, and then down. */
function boxMean(plane: Plane, radius: number): Plane {
  const { widthPx, heightPx } = plane;
  const across = lines(plane.values, heightPx, widthPx, widthPx, 1, radius);
  return { ...plane, values: lines(across, widthPx, heightPx, 1, widthPx, radius) };
}

function lines(
  values: Float32Array,
  count: number,
  length: number,
  lineStep: number,
  step: number,
  radius: number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let line = 0; line < count; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let i = 0; i < Math.min(radius, length); i++) sum += values[start + i * step] ?? 0;
    for (let i = 0; i < length; i++) {
      if (i + radius < length) sum += values[start + (i + radius) * step] ?? 0;
      if (i - radius - 1 >= 0) sum -= values[start + (i - radius - 1) * step] ?? 0;
      const inside = Math.min(length - 1, i + radius) - Math.max(0, i - radius) + 1;
      out[start + i * step] = sum / inside;
    }
  }
  return out;
}

function between({ values, widthPx, heightPx }: Plane, u: number, v: number): number {
  const x = Math.min(widthPx - 1, Math.max(0, u));
  const y = Math.min(heightPx - 1, Math.max(0, v));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(widthPx - 1, left + 1), Math.min(heightPx - 1, top + 1)];
  const read = (column: number, row: number) => values[row * widthPx + column] ?? 0;
  const upper = read(left, top) + (x - left) * (read(right, top) - read(left, top));
  const lower = read(left, bottom) + (x - left) * (read(right, bottom) - read(left, bottom));
  return upper + (y - top) * (lower - upper);
}
