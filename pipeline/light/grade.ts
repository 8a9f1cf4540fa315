import type { Mood } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { randomFrom } from "../../core/random.ts";
import { rgbOf } from "./colour.ts";

/** How a mood is lit: each a small push, or the painting stops being a painting. */
type Light = {
  /** Slope of the tone curve at middle grey. */
  readonly contrast: number;
  /** Added to all code values. */
  readonly lift: number;
  /** How much darker the corners are, 0..1. */
  readonly vignette: number;
  /** Standard deviation of the grain, in code values. */
  readonly grain: number;
};

const LIGHTS: Readonly<Record<Mood, Light>> = {
  dark: { contrast: 1.1, lift: -5, vignette: 0.2, grain: 3 },
  tense: { contrast: 1.18, lift: 0, vignette: 0.16, grain: 3.5 },
  bright: { contrast: 1.04, lift: 4, vignette: 0.04, grain: 1.8 },
  calm: { contrast: 0.97, lift: 3, vignette: 0.06, grain: 1.8 },
};

// How far shadows and lights lean towards the palette's own: enough to bind a set, too little to be seen as a tint.
const LEAN = 0.1;
const GRAIN_TABLE = 1 << 15;

/** Grades a painting: tone curve and grain by mood, shadows and lights towards the palette, corners a little darker. */
export function grade(picture: Pixels, mood: Mood, palette: Palette, seed: number): Pixels {
  const { widthPx, heightPx, data } = picture;
  const { contrast, lift, vignette, grain } = LIGHTS[mood];
  const [shadow, , light] = palette.map(rgbOf);
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: 256 }, (_, code) => {
      const t = code / 255;
      // Bends around middle grey and keeps both ends where they are.
      const bent = t + (contrast - 1) * Math.sin(2 * Math.PI * (t - 0.5)) * 0.16;
      const lean = LEAN * ((1 - t) ** 2 * ((shadow?.[channel] ?? 0) - code) + t * t * ((light?.[channel] ?? 0) - code));
      return bent * 255 + lift + lean;
    }),
  ) as [Float32Array, Float32Array, Float32Array];
  const random = randomFrom(seed);
  const noise = Float32Array.from(
    { length: GRAIN_TABLE },
    // The sum of four uniform numbers is near enough to a Gaussian of variance 1/3.
    () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * grain,
  );
  const out = new Uint8ClampedArray(data.length);
  const across = Float32Array.from({ length: widthPx }, (_, x) => 2 * ((x + 0.5) / widthPx - 0.5) ** 2);
  for (let y = 0; y < heightPx; y++) {
    const down = 2 * ((y + 0.5) / heightPx - 0.5) ** 2;
    let grainAt = Math.floor(random() * GRAIN_TABLE);
    for (let x = 0, at = y * widthPx * 3; x < widthPx; x++, at += 3) {
      // 0 in the middle, 1 in the corners.
      const far = (across[x] ?? 0) + down;
      const lit = 1 - vignette * far * far;
      const speck = noise[grainAt++ & (GRAIN_TABLE - 1)] ?? 0;
      out[at] = (red[data[at] ?? 0] ?? 0) * lit + speck;
      out[at + 1] = (green[data[at + 1] ?? 0] ?? 0) * lit + speck;
      out[at + 2] = (blue[data[at + 2] ?? 0] ?? 0) * lit + speck;
    }
  }
  return { data: new Uint8Array(out.buffer), widthPx, heightPx };
}
