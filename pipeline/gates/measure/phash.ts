import { gridOf, type Plane } from "./seen.ts";

const SIDE = 32;
/** The frequencies that are kept: the eight lowest each way after the constant one. */
const KEPT = 8;

/** Rows of the discrete cosine transform (type II) for frequencies 1..8. */
const COSINES = Array.from({ length: KEPT }, (_, k) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos((Math.PI * (k + 1) * (2 * x + 1)) / (2 * SIDE))),
);

/**
 * The perceptual hash of a picture's luma: of the 64 lowest frequencies, which lie above their median.
 *
 * @returns 16 hexadecimal digits, the lowest frequency first
 *
 * Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1.
 */
export function hashOf(luma: Plane): string {
  const { data } = gridOf(luma, SIDE, SIDE);
  const across = COSINES.map((cosine) =>
    Float64Array.from({ length: SIDE }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (data[y * SIDE + x] as number) * (cosine[x] as number);
      return sum;
    }),
  );
  const frequencies = COSINES.flatMap((cosine) =>
    across.map((column) => {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (column[y] as number) * (cosine[y] as number);
      return sum;
    }),
  );
  const sorted = frequencies.toSorted((one, other) => one - other);
  const median = ((sorted[KEPT * KEPT * 0.5 - 1] as number) + (sorted[KEPT * KEPT * 0.5] as number)) / 2;
  let bits = 0n;
  for (const frequency of frequencies) bits = (bits << 1n) | (frequency > median ? 1n : 0n);
  return bits.toString(16).padStart(16, "0");
}
