/** Lightness 0..1, green to red and blue to yellow, about -0.4..0.4. */
type Lab = readonly [number, number, number];

// Colours closer than this are one colour to a passer-by.
const REACH = 0.09;
// A grey counts as much as a colour of this chroma: a small bright sign says more of a picture than a large grey wall.
const GREY = 0.06;
const ROUNDS = 6;

/**
 * The colour that a picture is remembered by, as #rrggbb: the densest place among its pixels in Oklab, where colours
 * count the more the purer they are. The mean of all pixels would be a mud that is nowhere in the picture.
 *
 * Oklab: B. Ottosson, "A perceptual color space for image processing", 2020. The densest place: mean shift, Y. Cheng,
 * IEEE PAMI 17(8), 1995, from the fullest cell of a coarse histogram.
 *
 * @param rgb interleaved sRGB; a few thousand pixels are enough
 */
export function dominantOf(rgb: Uint8Array): string {
  const labs: Lab[] = [];
  for (let at = 0; at + 2 < rgb.length; at += 3) {
    labs.push(oklabOf(rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number));
  }
  const weights = labs.map(([, a, b]) => GREY + Math.hypot(a, b));
  let centre = fullestCell(labs, weights);
  for (let round = 0; round < ROUNDS; round++) centre = meanAround(labs, weights, centre);
  return hexOf(centre);
}

function fullestCell(labs: readonly Lab[], weights: readonly number[]): Lab {
  const cells = new Map<string, { weight: number; lab: Lab }>();
  labs.forEach((lab, i) => {
    const key = lab.map((part) => Math.floor(part / REACH)).join();
    const cell = cells.get(key);
    const weight = weights[i] ?? 0;
    if (cell) cell.weight += weight;
    else cells.set(key, { weight, lab });
  });
  let fullest = { weight: 0, lab: [0, 0, 0] as Lab };
  for (const cell of cells.values()) if (cell.weight > fullest.weight) fullest = cell;
  return fullest.lab;
}

function meanAround(labs: readonly Lab[], weights: readonly number[], centre: Lab): Lab {
  let [total, l, a, b] = [0, 0, 0, 0];
  labs.forEach((lab, i) => {
    if (Math.hypot(lab[0] - centre[0], lab[1] - centre[1], lab[2] - centre[2]) > REACH) return;
    const weight = weights[i] ?? 0;
    total += weight;
    l += weight * lab[0];
    a += weight * lab[1];
    b += weight * lab[2];
  });
  return total === 0 ? centre : [l / total, a / total, b / total];
}

function oklabOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function hexOf([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${rgb.map((part) => coded(part).toString(16).padStart(2, "0")).join("")}`;
}

const linear = (code: number): number => {
  const share = code / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const coded = (share: number): number => {
  const inside = Math.min(1, Math.max(0, share));
  return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055));
};
