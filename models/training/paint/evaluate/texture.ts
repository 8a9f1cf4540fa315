import type { Pixels } from "../../../../core/picture.ts";

/** What brushwork may not leave behind, and what it should. */
export type Texture = {
  /**
   * How far the power at a period of 2, 4 and 8 pixels stands out of the power at the periods beside it; 1 is not at all.
   * The larger of rows and columns.
   */
  readonly grid: readonly [two: number, four: number, eight: number];
  /** Single pixels that none of their eight neighbours comes near, a million pixels. */
  readonly specks: number;
  /** Mean step between neighbours in luma, 0..255. */
  readonly gradient: number;
};

const WINDOW = 240;
const PERIODS = [2, 4, 8] as const;
/** A colour this far (of 441 in RGB) from every neighbour is a speck. */
const SPECK = 70;

/** @throws RangeError when a side is shorter than 3 pixels */
export function textureOf(picture: Pixels): Texture {
  const { widthPx: width, heightPx: height } = picture;
  if (width < 3 || height < 3) throw new RangeError(`texture of ${width}x${height} pixels: each side needs at least 3`);
  const luma = lumaOf(picture);
  const rows = spectrum(luma, width, height, width, 1);
  const columns = spectrum(luma, height, width, 1, width);
  return {
    grid: PERIODS.map((_, index) => Math.max(rows[index] as number, columns[index] as number)) as [
      number,
      number,
      number,
    ],
    specks: specksOf(picture),
    gradient: gradientOf(luma, width, height),
  };
}

function lumaOf({ data }: Pixels): Float32Array {
  const luma = new Float32Array(data.length / 3);
  for (let pixel = 0; pixel < luma.length; pixel++) {
    const at = pixel * 3;
    luma[pixel] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return luma;
}

/** For each period: mean power there over mean power a few bins to both sides, over every third line. */
function spectrum(luma: Float32Array, length: number, lines: number, across: number, along: number): number[] {
  const window = Math.min(WINDOW, length - (length % 8));
  if (window < 48) return PERIODS.map(() => 1);
  const start = Math.floor((length - window) / 2);
  return PERIODS.map((period) => {
    const bin = window / period;
    const beside = period === 2 ? [bin - 4, bin - 6, bin - 8] : [bin - 6, bin - 4, bin + 4, bin + 6];
    let peak = 0;
    let floor = 0;
    for (let line = 0; line < lines; line += 3) {
      const samples = Float64Array.from({ length: window }, (_, index) => {
        const at = line * across + (start + index) * along;
        // A difference whitens the steep fall of a picture's spectrum.
        return (luma[at] as number) - (luma[Math.max(0, at - along)] as number);
      });
      peak += powerAt(samples, bin);
      floor += beside.reduce((sum, other) => sum + powerAt(samples, other), 0) / beside.length;
    }
    return floor === 0 ? 1 : peak / floor;
  });
}

/** Power of one bin of the discrete Fourier transform (Goertzel 1958), Hann window. */
function powerAt(samples: Float64Array, bin: number): number {
  const turn = (2 * Math.PI * bin) / samples.length;
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, index) => {
    const weight = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / samples.length));
    real += weight * Math.cos(turn * index);
    imaginary += weight * Math.sin(turn * index);
  });
  return (real ** 2 + imaginary ** 2) / (bin * 2 === samples.length ? 2 : 1);
}

function specksOf({ data, widthPx: width, heightPx: height }: Pixels): number {
  let specks = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = 3 * (y * width + x);
      if (isAlone(data, at, width)) specks++;
    }
  return (specks * 1e6) / (width * height);
}

function isAlone(data: Uint8Array, at: number, width: number): boolean {
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) {
      if (dx === 0 && dy === 0) continue;
      const other = at + 3 * (dy * width + dx);
      const gap =
        ((data[at] as number) - (data[other] as number)) ** 2 +
        ((data[at + 1] as number) - (data[other + 1] as number)) ** 2 +
        ((data[at + 2] as number) - (data[other + 2] as number)) ** 2;
      if (gap < SPECK ** 2) return false;
    }
  return true;
}

function gradientOf(luma: Float32Array, width: number, height: number): number {
  let sum = 0;
  for (let y = 0; y < height - 1; y++)
    for (let x = 0; x < width - 1; x++) {
      const at = y * width + x;
      const here = luma[at] as number;
      sum += Math.abs((luma[at + 1] as number) - here) + Math.abs((luma[at + width] as number) - here);
    }
  return sum / (2 * (width - 1) * (height - 1));
}
