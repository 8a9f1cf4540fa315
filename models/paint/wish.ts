import { PaintStyle } from "../../core/attributes.ts";
import type { PaintRequest } from "../../core/ports.ts";
import { randomFrom } from "../../core/random.ts";

/** Shares of all styles in the network's order, summing to 1. @throws RangeError when none or a negative one was asked */
export function sharesOf(styles: PaintRequest["styles"]): Float32Array {
  const wanted = PaintStyle.options.map((style) => styles[style] ?? 0);
  const sum = wanted.reduce((total, share) => total + share, 0);
  if (!(sum > 0) || wanted.some((share) => !(share >= 0))) {
    throw new RangeError(`the styles ${JSON.stringify(styles)} are no mixture: shares from 0, at least one above it`);
  }
  return Float32Array.from(wanted, (share) => share / sum);
}

/** Side of the network's tiles of strokes, clouds and grain. */
const TILE = 512;
/** A halftone screen keeps its phase, and half-resolution tiles their pixels, at multiples of this. */
const STEP = 8;

/** Where a seed looks into the network's five tiles: y and x of each. 64^10 places. */
export function offsetsFrom(seed: number): BigInt64Array {
  const random = randomFrom(seed);
  return BigInt64Array.from({ length: 10 }, () => BigInt(Math.floor((random() * TILE) / STEP) * STEP));
}
