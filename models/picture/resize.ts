import type { Values } from "./values.ts";

/** Bilinear, and where it shrinks the mean over what a new pixel covers (a triangle filter as wide as the step). */
export function resize(picture: Values, widthPx: number, heightPx: number): Values {
  const channels = picture.data.length / (picture.widthPx * picture.heightPx);
  const across = along(picture.data, picture.heightPx, picture.widthPx, widthPx, channels);
  const data = along(across, 1, picture.heightPx, heightPx, widthPx * channels);
  return { data, widthPx, heightPx };
}

/** Resizes the middle one of three dimensions: `outer` rows of `length` groups of `inner` values. */
function along(values: Float32Array, outer: number, length: number, wanted: number, inner: number): Float32Array {
  if (length === wanted) return values;
  const taps = tapsOf(length, wanted);
  const result = new Float32Array(outer * wanted * inner);
  for (let row = 0; row < outer; row++) {
    for (const [to, { from, weights }] of taps.entries()) {
      const target = (row * wanted + to) * inner;
      for (const [tap, weight] of weights.entries()) {
        const source = (row * length + from + tap) * inner;
        for (let i = 0; i < inner; i++)
          result[target + i] = (result[target + i] as number) + weight * (values[source + i] as number);
      }
    }
  }
  return result;
}

type Taps = { readonly from: number; readonly weights: readonly number[] };

function tapsOf(length: number, wanted: number): readonly Taps[] {
  const step = length / wanted;
  const reach = Math.max(1, step);
  return Array.from({ length: wanted }, (_, to) => {
    const centre = (to + 0.5) * step;
    const from = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(length, Math.ceil(centre + reach));
    const weights = Array.from({ length: end - from }, (_, i) =>
      Math.max(0, 1 - Math.abs(from + i + 0.5 - centre) / reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { from, weights: weights.map((weight) => weight / sum) };
  });
}
