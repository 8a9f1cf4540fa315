/** CIELAB under D65: lightness 0..100, a and b about -128..128. */
export type Lab = readonly [lightness: number, a: number, b: number];

const LINEAR = Float64Array.from({ length: 256 }, (_, code) => {
  const value = code / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

const warp = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 3132 + 16 / 116);

/** sRGB code values 0..255 to CIELAB (IEC 61966-2-1, CIE 15:2004, D65 white). */
export function labOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [LINEAR[red] as number, LINEAR[green] as number, LINEAR[blue] as number];
  const x = warp((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = warp(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = warp((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** @param hex `#rrggbb` */
export function labOfHex(hex: string): Lab {
  const value = Number.parseInt(hex.slice(1), 16);
  return labOf(value >> 16, (value >> 8) & 255, value & 255);
}

const RADIAN = Math.PI / 180;
const cosine = (degrees: number): number => Math.cos(degrees * RADIAN);
const hueOf = (a: number, b: number): number => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RADIAN + 360) % 360);

/**
 * Colour difference CIEDE2000 with all parametric factors 1; 1 is about just noticeable.
 *
 * Source: Sharma, Wu and Dalal, Color Research and Application 30 (2005); the equation numbers are theirs.
 */
export function ciede2000(one: Lab, other: Lab): number {
  const chromaMean7 = ((Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2) ** 7;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(chromaMean7 / (chromaMean7 + 25 ** 7))); // (4), (5)
  const [a1, a2] = [one[1] * stretch, other[1] * stretch];
  const [chroma1, chroma2] = [Math.hypot(a1, one[2]), Math.hypot(a2, other[2])]; // (6)
  const [hue1, hue2] = [hueOf(a1, one[2]), hueOf(a2, other[2])]; // (7)
  const grey = chroma1 * chroma2 === 0;

  let turn = grey ? 0 : hue2 - hue1; // (10)
  if (turn > 180) turn -= 360;
  if (turn < -180) turn += 360;
  const lightStep = other[0] - one[0];
  const chromaStep = chroma2 - chroma1;
  const hueStep = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin((turn / 2) * RADIAN); // (11)

  const light = (one[0] + other[0]) / 2;
  const chroma = (chroma1 + chroma2) / 2;
  const hue = meanHue(hue1, hue2, grey); // (14)
  const weight =
    1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6) - 0.2 * cosine(4 * hue - 63); // (15)
  const bend = 30 * Math.exp(-(((hue - 275) / 25) ** 2)); // (16)
  const rotation = -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(2 * bend * RADIAN); // (17), (21)
  const lightScale = 1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2); // (18)
  const chromaPart = chromaStep / (1 + 0.045 * chroma); // (19)
  const huePart = hueStep / (1 + 0.015 * chroma * weight); // (20)
  return Math.sqrt((lightStep / lightScale) ** 2 + chromaPart ** 2 + huePart ** 2 + rotation * chromaPart * huePart); // (22)
}

function meanHue(hue1: number, hue2: number, grey: boolean): number {
  const sum = hue1 + hue2;
  if (grey) return sum;
  if (Math.abs(hue1 - hue2) <= 180) return sum / 2;
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}
