/**
 * The discrete Fourier transform of a square of complex numbers, in place; the inverse is scaled by 1/n².
 *
 * @param re real parts, row-major, `side * side` of them
 * @param im imaginary parts
 * @param side a power of two
 * @param direction 1 forwards, -1 back
 *
 * Source: J. W. Cooley and J. W. Tukey, "An algorithm for the machine calculation of complex Fourier series", 1965.
 */
export function transform(re: Float64Array, im: Float64Array, side: number, direction: 1 | -1): void {
  if (side < 1 || (side & (side - 1)) !== 0 || re.length !== side * side || im.length !== side * side) {
    throw new RangeError(`a square of ${re.length} numbers is no ${side} x ${side}, or that is no power of two`);
  }
  for (let row = 0; row < side; row++) transformLine(re, im, row * side, 1, side, direction);
  for (let column = 0; column < side; column++) transformLine(re, im, column, side, side, direction);
  if (direction === 1) return;
  for (let i = 0; i < re.length; i++) {
    re[i] = (re[i] ?? 0) / re.length;
    im[i] = (im[i] ?? 0) / im.length;
  }
}

function transformLine(
  re: Float64Array,
  im: Float64Array,
  start: number,
  step: number,
  count: number,
  direction: 1 | -1,
): void {
  const swap = (one: number, other: number) => {
    for (const part of [re, im]) [part[one], part[other]] = [part[other] ?? 0, part[one] ?? 0];
  };
  // Into the order of reversed bits.
  for (let i = 1, j = 0; i < count; i++) {
    let bit = count >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) swap(start + i * step, start + j * step);
  }
  for (let size = 2; size <= count; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const angle = (-direction * 2 * Math.PI * k) / size;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let block = 0; block < count; block += size) {
        const low = start + (block + k) * step;
        const high = low + (size / 2) * step;
        const x = (re[high] ?? 0) * cos - (im[high] ?? 0) * sin;
        const y = (re[high] ?? 0) * sin + (im[high] ?? 0) * cos;
        re[high] = (re[low] ?? 0) - x;
        im[high] = (im[low] ?? 0) - y;
        re[low] = (re[low] ?? 0) + x;
        im[low] = (im[low] ?? 0) + y;
      }
    }
  }
}
