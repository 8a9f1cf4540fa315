/** A mixture of Gaussians over RGB, 0..255. */
export type ColourModel = readonly Gaussian[];
type Gaussian = {
  /** Share of the pixels, 0..1. */
  readonly weight: number;
  readonly mean: readonly [number, number, number];
  /** Inverse covariance, symmetric: xx, xy, xz, yy, yz, zz. */
  readonly inverse: readonly [number, number, number, number, number, number];
  /** log(weight) - log(det)/2, what does not depend on the pixel. */
  readonly bias: number;
};

const COMPONENTS = 5;
const ROUNDS = 4;
// Every second or third pixel of a picture tells its colours as well as all of them.
const MOST_PIXELS = 4_000;
// Flat areas have no variance of their own; this much is the camera's and the encoder's.
const LEAST_VARIANCE = 12;

/**
 * Fits colours by hard assignment, as GrabCut does: k-means from the colours farthest apart, then one Gaussian a cluster.
 * Nothing in it is random.
 *
 * @param all pixels to learn from, by index; with none, the model finds every colour equally unlikely
 */
export function fitColours(data: Uint8Array, all: readonly number[]): ColourModel {
  if (all.length === 0) return [];
  const stride = Math.ceil(all.length / MOST_PIXELS);
  const picked = all.filter((_, i) => i % stride === 0);
  const centres = farApart(data, picked);
  const member = new Uint8Array(picked.length);
  for (let round = 0; round < ROUNDS; round++) {
    picked.forEach((pixel, i) => {
      member[i] = nearest(centres, data, pixel);
    });
    centres.forEach((centre, k) => {
      const sums = [0, 0, 0];
      let count = 0;
      picked.forEach((pixel, i) => {
        if (member[i] !== k) return;
        for (let channel = 0; channel < 3; channel++)
          sums[channel] = (sums[channel] ?? 0) + (data[3 * pixel + channel] ?? 0);
        count++;
      });
      if (count > 0) for (let channel = 0; channel < 3; channel++) centre[channel] = (sums[channel] ?? 0) / count;
    });
  }
  return centres.flatMap((_, k) =>
    gaussianOf(
      data,
      picked.filter((_, i) => member[i] === k),
      picked.length,
    ),
  );
}

/** -log p of a colour; a few nats for one that is common, dozens for one that was never seen. */
export function unlikeliness(model: ColourModel, red: number, green: number, blue: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const { mean, inverse, bias } of model) {
    const [x, y, z] = [red - mean[0], green - mean[1], blue - mean[2]];
    const [xx, xy, xz, yy, yz, zz] = inverse;
    const distance = xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z);
    best = Math.max(best, bias - distance / 2);
  }
  return model.length === 0 ? 0 : -best;
}

function farApart(data: Uint8Array, picked: readonly number[]): [number, number, number][] {
  const colourOf = (pixel: number): [number, number, number] => [
    data[3 * pixel] ?? 0,
    data[3 * pixel + 1] ?? 0,
    data[3 * pixel + 2] ?? 0,
  ];
  const centres = [colourOf(picked[0] as number)];
  const nearestSquared = new Float64Array(picked.length).fill(Number.POSITIVE_INFINITY);
  while (centres.length < COMPONENTS) {
    const [red, green, blue] = centres.at(-1) as [number, number, number];
    let farthest = 0;
    picked.forEach((pixel, i) => {
      const [r, g, b] = colourOf(pixel);
      const squared = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      nearestSquared[i] = Math.min(nearestSquared[i] ?? 0, squared);
      if ((nearestSquared[i] ?? 0) > (nearestSquared[farthest] ?? 0)) farthest = i;
    });
    if ((nearestSquared[farthest] ?? 0) === 0) break;
    centres.push(colourOf(picked[farthest] as number));
  }
  return centres;
}

function nearest(centres: readonly [number, number, number][], data: Uint8Array, pixel: number): number {
  let best = 0;
  let bestSquared = Number.POSITIVE_INFINITY;
  for (let k = 0; k < centres.length; k++) {
    const [red, green, blue] = centres[k] as [number, number, number];
    const at = 3 * pixel;
    const squared =
      ((data[at] ?? 0) - red) ** 2 + ((data[at + 1] ?? 0) - green) ** 2 + ((data[at + 2] ?? 0) - blue) ** 2;
    if (squared < bestSquared) [best, bestSquared] = [k, squared];
  }
  return best;
}

function gaussianOf(data: Uint8Array, pixels: readonly number[], total: number): Gaussian[] {
  if (pixels.length === 0) return [];
  const n = pixels.length;
  const mean: [number, number, number] = [0, 0, 0];
  for (const pixel of pixels) for (const c of [0, 1, 2] as const) mean[c] += (data[3 * pixel + c] ?? 0) / n;
  const s = [0, 0, 0, 0, 0, 0];
  for (const pixel of pixels) {
    const [x, y, z] = [0, 1, 2].map((c) => (data[3 * pixel + c] ?? 0) - (mean[c] ?? 0)) as [number, number, number];
    [x * x, x * y, x * z, y * y, y * z, z * z].forEach((product, i) => {
      s[i] = (s[i] ?? 0) + product / n;
    });
  }
  const [a, b, c, d, e, f] = [
    (s[0] ?? 0) + LEAST_VARIANCE,
    s[1] ?? 0,
    s[2] ?? 0,
    (s[3] ?? 0) + LEAST_VARIANCE,
    s[4] ?? 0,
    (s[5] ?? 0) + LEAST_VARIANCE,
  ];
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
  const inverse = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b].map(
    (minor) => minor / determinant,
  ) as unknown as Gaussian["inverse"];
  const weight = n / total;
  return [{ weight, mean, inverse, bias: Math.log(weight) - Math.log(determinant) / 2 }];
}
