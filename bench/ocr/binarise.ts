/** Luma 0..255, row-major. */
export type Grey = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

/**
 * The threshold that parts a picture's tones into the two classes that differ most.
 *
 * Source: N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.
 */
export function otsu({ data }: Grey): number {
  const histogram = new Float64Array(256);
  for (const value of data) histogram[value] = (histogram[value] ?? 0) + 1;
  const total = data.length;
  const sum = histogram.reduce((all, count, value) => all + count * value, 0);
  let best = 127;
  let most = -1;
  let below = 0;
  let belowSum = 0;
  for (let value = 0; value < 255; value++) {
    below += histogram[value] ?? 0;
    belowSum += value * (histogram[value] ?? 0);
    if (below === 0 || below === total) continue;
    const apart = belowSum / below - (sum - belowSum) / (total - below);
    const between = below * (total - below) * apart ** 2;
    if (between > most) [best, most] = [value, between];
  }
  return best;
}

// How far from the ground towards the letters' own tone black begins.
const BLACK_FROM = 0.5;

/** Letters in black on white, edges kept grey; what most of the picture's rim is made of counts as the ground. */
export function inBlackOnWhite(grey: Grey): Grey {
  const { data, widthPx, heightPx } = grey;
  const threshold = otsu(grey);
  let light = 0;
  let rim = 0;
  for (let y = 0; y < heightPx; y++) {
    const whole = y === 0 || y === heightPx - 1;
    for (let x = 0; x < widthPx; x += whole ? 1 : Math.max(1, widthPx - 1)) {
      rim++;
      if ((data[y * widthPx + x] ?? 0) > threshold) light++;
    }
  }
  const onLight = light > rim / 2;
  const darkTone = toneOf(data, (value) => value <= threshold);
  const lightTone = toneOf(data, (value) => value > threshold);
  const [ground, letters] = onLight ? [lightTone, darkTone] : [darkTone, lightTone];
  const turn = ground + BLACK_FROM * (letters - ground);
  const sign = onLight ? 1 : -1;
  // A steep but not a hard step: stairs are read worse than soft edges.
  const page = data.map((value) => Math.min(255, Math.max(0, 128 + 4 * sign * (value - turn))));
  return { data: page, widthPx, heightPx };
}

/** The middle of all values that are of a kind. */
function toneOf(data: Uint8Array, isOfKind: (value: number) => boolean): number {
  const values = data.filter(isOfKind).sort();
  return values[values.length >> 1] ?? 0;
}
