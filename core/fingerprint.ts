import { z } from "zod";
import type { Locale } from "./attributes.ts";
import type { Copy } from "./copy.ts";

/**
 * What a picture looks like, small enough to keep beside its row: two pictures are compared by these alone.
 *
 * `hash`: 64 bits, one for each of the lowest frequencies, as 16 hexadecimal digits.
 * `descriptor`: where edges run and where colours lie, as one byte (base64) for each of its numbers.
 */
export const Fingerprint = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hexadecimal digits"),
  descriptor: z.base64().max(1_000),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

/** A creative's fingerprints, one for each shape that it was painted in. */
export const Fingerprints = z.record(z.string(), Fingerprint);
export type Fingerprints = z.infer<typeof Fingerprints>;

/** How many of the 64 bits differ: 0 (the same) .. 64; unrelated pictures differ in about 32. */
export function hashDistance(one: Fingerprint, other: Fingerprint): number {
  let different = BigInt(`0x${one.hash}`) ^ BigInt(`0x${other.hash}`);
  let bits = 0;
  for (; different > 0n; different &= different - 1n) bits++;
  return bits;
}

/**
 * Euclidean distance of the descriptors, 0 (the same) .. about 1.
 *
 * @throws RangeError when they were not made by the same version
 */
export function descriptorDistance(one: Fingerprint, other: Fingerprint): number {
  const a = bytesOf(one);
  const b = bytesOf(other);
  if (a.length !== b.length) throw new RangeError(`descriptors of ${a.length} and ${b.length} numbers were compared`);
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(squares) / 255;
}

/** Decoded once for each fingerprint: a set of hundreds compares each with every other. */
const decoded = new WeakMap<Fingerprint, Uint8Array>();
function bytesOf(fingerprint: Fingerprint): Uint8Array {
  const bytes = decoded.get(fingerprint) ?? Buffer.from(fingerprint.descriptor, "base64");
  decoded.set(fingerprint, bytes);
  return bytes;
}

/** The nearest that two creatives come to each other in any shape that both have; null when they share none. */
export function distanceOf(
  one: Fingerprints,
  other: Fingerprints,
  distance: (a: Fingerprint, b: Fingerprint) => number,
): number | null {
  let least: number | null = null;
  for (const [shape, mine] of Object.entries(one)) {
    const theirs = other[shape];
    if (theirs === undefined) continue;
    const apart = distance(mine, theirs);
    if (least === null || apart < least) least = apart;
  }
  return least;
}

/** A creative that people may see beside another one of its title. */
export type Sibling = {
  readonly creativeId: string;
  readonly fingerprints: Fingerprints;
  /** Its words, which the creative's own may not repeat. */
  readonly copy?: Readonly<Partial<Record<Locale, Copy>>>;
};

/** The nearest of the siblings by a distance; `null` without any in a shape of its own. */
export function nearestOf(
  own: Fingerprints,
  siblings: readonly Sibling[],
  distance: (a: Fingerprint, b: Fingerprint) => number,
): { readonly creativeId: string; readonly apart: number } | null {
  let nearest: { creativeId: string; apart: number } | null = null;
  for (const { creativeId, fingerprints } of siblings) {
    const apart = distanceOf(own, fingerprints, distance);
    if (apart !== null && (nearest === null || apart < nearest.apart)) nearest = { creativeId, apart };
  }
  return nearest;
}

/** How far a picture must lie from its siblings to be another picture. */
export const APART = [
  {
    name: "hash unlike siblings",
    distance: hashDistance,
    least: 10,
    measures: "bits of 64 in which the perceptual hash differs from the nearest sibling's",
    because:
      "The same picture brighter, smaller or compressed differs in up to 6 bits; arms of one title in 14 and more, and " +
      "the same brief with another seed in 10 and more.",
  },
  {
    name: "look unlike siblings",
    distance: descriptorDistance,
    least: 0.1,
    measures: "distance of the descriptor (edges, colours and light by place) from the nearest sibling's, 0..1",
    because:
      "The same picture cropped by 3%, compressed or a little brighter lies 0.01 to 0.11 away; arms of one title 0.2 and " +
      "more, but for one pair in a hundred.",
  },
] as const;
