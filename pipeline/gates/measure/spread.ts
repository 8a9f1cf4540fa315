/** What tells a flat run of numbers from a lively one. */

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Standard deviation, of the whole population. */
export function deviationOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean) ** 2;
  return values.length === 0 ? 0 : Math.sqrt(squares / values.length);
}

/** How many fall on each whole number 0..255, rounded. */
export function histogramOf(values: ArrayLike<number>): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(255, Math.max(0, Math.round(values[i] as number)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** The whole number that `share` (0..1) of the counted values do not exceed. */
export function quantileOf(counts: Uint32Array, share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    below += counts[bin] as number;
    if (below >= share * total) return bin;
  }
  return counts.length - 1;
}

/** Shannon's entropy of the counts, bits: 0 (one value) .. 8 (all 256 alike). */
export function entropyOf(counts: Uint32Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return bits;
}

/** Pearson's correlation of two runs of the same length, -1..1; 0 where either does not vary. */
export function correlationOf(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const a = meanOf(one);
  const b = meanOf(other);
  let both = 0;
  let oneSquares = 0;
  let otherSquares = 0;
  for (let i = 0; i < one.length; i++) {
    const u = (one[i] as number) - a;
    const v = (other[i] as number) - b;
    both += u * v;
    oneSquares += u * u;
    otherSquares += v * v;
  }
  const scale = Math.sqrt(oneSquares * otherSquares);
  return scale < 1e-9 ? 0 : both / scale;
}
