import type { Pixels } from "../../../../core/picture.ts";
import { randomFrom } from "../../../../core/random.ts";
import { ciede2000, type Lab, labOf, labOfHex } from "./ciede2000.ts";

/** A cluster of a picture's colours; `share` 0..1 of its pixels. */
export type Dominant = { readonly colour: Lab; readonly share: number };

const CLUSTERS = 8;
const SAMPLES = 6000;
const ROUNDS = 12;
/** A colour that covers less is not seen at a glance: at 960x540 this is a disc 51 pixels wide. */
export const LEAST_SHARE = 0.004;
/** Pixels this near to an asked colour count as showing it. */
export const SEEN_WITHIN = 10;

/** Every picture is read at the same number of evenly spread pixels, whatever its size. */
export function labSamples({ data, widthPx, heightPx }: Pixels, count = SAMPLES): Lab[] {
  const total = widthPx * heightPx;
  const step = Math.max(1, total / count);
  const samples: Lab[] = [];
  // The golden ratio moves the sampling point about within its stretch, so that no column is read twice as often.
  for (let index = 0; index * step < total; index++) {
    const at = 3 * Math.min(total - 1, Math.floor((index + ((index * 0.618034) % 1)) * step));
    samples.push(labOf(data[at] as number, data[at + 1] as number, data[at + 2] as number));
  }
  return samples;
}

/** k-means in CIELAB, k = 8, seeded by k-means++ (Arthur and Vassilvitskii 2007) from a fixed seed; largest first. */
export function dominantColours(samples: readonly Lab[]): Dominant[] {
  let centres = spreadCentres(samples);
  let sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map(() => [0, 0, 0, 0] as [number, number, number, number]);
    for (const sample of samples) {
      const sum = sums[nearest(centres, sample)] as [number, number, number, number];
      sum[0] += sample[0];
      sum[1] += sample[1];
      sum[2] += sample[2];
      sum[3]++;
    }
    sizes = sums.map((sum) => sum[3]);
    centres = sums.map((sum, index) =>
      sum[3] === 0 ? (centres[index] as Lab) : [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]],
    );
  }
  return centres
    .map((colour, index): Dominant => ({ colour, share: (sizes[index] as number) / samples.length }))
    .sort((one, other) => other.share - one.share);
}

export type PaletteFit = {
  /** CIEDE2000 from each asked colour to the nearest dominant colour of at least LEAST_SHARE. */
  readonly distances: readonly number[];
  readonly mean: number;
  /** Share of pixels within SEEN_WITHIN of each asked colour. */
  readonly shares: readonly number[];
};

/** How well a picture keeps the palette that it was asked for (`#rrggbb` each). */
export function paletteFit(picture: Pixels, palette: readonly string[]): PaletteFit {
  const samples = labSamples(picture);
  const dominant = dominantColours(samples).filter(({ share }) => share >= LEAST_SHARE);
  const asked = palette.map(labOfHex);
  const distances = asked.map((colour) => Math.min(...dominant.map((cluster) => ciede2000(cluster.colour, colour))));
  const shares = asked.map(
    (colour) => samples.filter((sample) => ciede2000(sample, colour) <= SEEN_WITHIN).length / samples.length,
  );
  return { distances, mean: distances.reduce((sum, value) => sum + value, 0) / distances.length, shares };
}

function spreadCentres(samples: readonly Lab[]): Lab[] {
  const random = randomFrom(0x9a1e77e);
  const centres: Lab[] = [samples[Math.floor(random() * samples.length)] as Lab];
  const gaps = samples.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < CLUSTERS) {
    const last = centres.at(-1) as Lab;
    let total = 0;
    for (let index = 0; index < samples.length; index++) {
      gaps[index] = Math.min(gaps[index] as number, squared(samples[index] as Lab, last));
      total += gaps[index] as number;
    }
    let left = random() * total;
    let chosen = 0;
    while (chosen < samples.length - 1 && left >= (gaps[chosen] as number)) left -= gaps[chosen++] as number;
    centres.push(samples[chosen] as Lab);
  }
  return centres;
}

function nearest(centres: readonly Lab[], sample: Lab): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < centres.length; index++) {
    const gap = squared(centres[index] as Lab, sample);
    if (gap < least) [least, best] = [gap, index];
  }
  return best;
}

const squared = (one: Lab, other: Lab): number =>
  (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;
