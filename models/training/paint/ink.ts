import { HALF_PLANES, type PaintNoise } from "../../paint/noise.ts";
import { type Canvas, doubled, lumaLevels, lumaOf, softened } from "./canvas.ts";
import { cloudsOf, crept } from "./watercolour.ts";

const PAPER = [247, 242, 230] as const;
/** Thresholds of lightness and strengths of the three washes, lightest first. */
const WASHES = [
  [0.78, 0.17],
  [0.55, 0.27],
  [0.3, 0.38],
] as const;

function between(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Ink and wash over a flattened picture: brushed contours, three tinted washes with drying rims, dry-brushed blacks on warm paper. */
export function paintInk(flattened: Canvas, noise: PaintNoise, unitPx: number): Canvas {
  const { width, height } = flattened;
  const size = noise.half.length / HALF_PLANES;
  const clouds = cloudsOf(noise, width, height);
  const dry = doubled(noise.half.subarray(3 * size, 4 * size), width, height);
  const flat = crept(flattened, clouds, 0.8 * unitPx);
  const luma = lumaOf(flat);
  const [low, , high] = lumaLevels(luma);
  const range = Math.max(60, high - low);
  const tone = luma.map((value) => Math.min(1, Math.max(0, (value - low * 0.8) / range)));
  const fine = softened(tone, width, height, 0.9 * unitPx);
  const wider = softened(tone, width, height, 1.9 * unitPx);
  const wash = softened(tone, width, height, 1.1 * unitPx);
  const wide = softened(tone, width, height, 14 * unitPx);
  const tint = flat.planes.map((plane) => softened(plane, width, height, 3 * unitPx));
  for (let index = 0; index < tone.length; index++) {
    const cloud = clouds[index] as number;
    const grain = noise.grain[index] as number;
    const drag = dry[index] as number;
    const edge = (wider[index] as number) - (fine[index] as number);
    const line = Math.min(1, Math.max(0, edge * 27 * (1 + cloud * 0.4 + drag * 0.7) - 0.1));
    const level = 0.82 * (wash[index] as number) + 0.18 * (wide[index] as number) + cloud * 0.09;
    let density = 0;
    for (const [threshold, strength] of WASHES) {
      const inside = between(threshold - level, -0.02, 0.03);
      const rim = Math.exp(-(((level - threshold + 0.012) / 0.016) ** 2)) * 0.22;
      density += strength * (inside * (0.85 + 0.25 * cloud) + rim * 0.35);
    }
    const black = between(0.1 + drag * 0.06 + grain * 0.02 - (tone[index] as number), -0.015, 0.02);
    density = Math.max(density * (1 + grain * 0.15), black * 1.02, line * 0.95);
    density = Math.min(1, density + Math.max(0, grain) * 0.05 * (density > 0.03 ? 1 : 0));
    const most = Math.max(...tint.map((plane) => plane[index] as number));
    const least = Math.min(...tint.map((plane) => plane[index] as number));
    const saturation = (most - least) / (most + 20);
    flat.planes.forEach((plane, channel) => {
      const share = ((tint[channel]?.[index] as number) + 1) / (most + 1);
      const paper = (PAPER[channel] as number) * (1 - Math.min(1, 1.15 * saturation) * (1 - share));
      const inked = 12 + (tint[channel]?.[index] as number) * 0.1;
      const glazed = paper * Math.max(0.02, inked / 255) ** (density * 0.9);
      plane[index] = (glazed * 0.6 + (paper * (1 - density) + inked * density) * 0.4) * (1 + grain * 0.03);
    });
  }
  return flat;
}
