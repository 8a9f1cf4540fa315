import type { Field } from "../../paint/field.ts";
import type { Canvas } from "./canvas.ts";

/**
 * Anisotropic Kuwahara filter with eight sectors (Kyprianidis et al. 2009): flat patches with crisp edges along the field.
 * `radius` in pixels.
 */
export function kuwahara(canvas: Canvas, field: Field, radius: number): Canvas {
  const { width, height, planes } = canvas;
  const taps: { across: number; along: number; sector: number; weight: number }[] = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      const far = Math.sqrt(x * x + y * y) / radius;
      if (far > 1.02 || far < 0.01 || (radius > 4 && ((x + y) & 1) === 1 && far > 0.5)) continue;
      taps.push({
        across: x,
        along: y,
        sector: Math.floor((Math.atan2(y, x) / (2 * Math.PI)) * 8 + 8.5) % 8,
        weight: Math.exp(-far * far * 1.4),
      });
    }
  }
  const count = taps.length;
  const tapX = Float32Array.from(taps, (tap) => tap.across);
  const tapY = Float32Array.from(taps, (tap) => tap.along);
  const sectors = Int32Array.from(taps, (tap) => tap.sector);
  const weights = Float32Array.from(taps, (tap) => tap.weight);
  const [red, green, blue] = planes;
  const out: Canvas["planes"] = [
    new Float32Array(width * height),
    new Float32Array(width * height),
    new Float32Array(width * height),
  ];
  const sums = new Float32Array(40);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const place = Math.min(field.height - 1, y >> 2) * field.width + Math.min(field.width - 1, x >> 2);
      const stretch = 1 + 0.7 * (field.detail[place] as number);
      const unitX = field.alongX[place] as number;
      const unitY = field.alongY[place] as number;
      sums.fill(0);
      for (let tap = 0; tap < count; tap++) {
        const u = (tapX[tap] as number) * stretch;
        const v = (tapY[tap] as number) / stretch;
        const column = Math.min(width - 1, Math.max(0, Math.round(x + u * unitX - v * unitY)));
        const row = Math.min(height - 1, Math.max(0, Math.round(y + u * unitY + v * unitX)));
        const index = row * width + column;
        const base = (sectors[tap] as number) * 5;
        const weight = weights[tap] as number;
        const r = red[index] as number;
        const g = green[index] as number;
        const b = blue[index] as number;
        sums[base] = (sums[base] as number) + weight;
        sums[base + 1] = (sums[base + 1] as number) + r * weight;
        sums[base + 2] = (sums[base + 2] as number) + g * weight;
        sums[base + 3] = (sums[base + 3] as number) + b * weight;
        sums[base + 4] = (sums[base + 4] as number) + (r * r + g * g + b * b) * weight;
      }
      let total = 0;
      let sumR = 0;
      let sumG = 0;
      let sumB = 0;
      for (let base = 0; base < 40; base += 5) {
        const weight = (sums[base] as number) + 1e-6;
        const r = (sums[base + 1] as number) / weight;
        const g = (sums[base + 2] as number) / weight;
        const b = (sums[base + 3] as number) / weight;
        const spread = Math.max(0, (sums[base + 4] as number) / weight - r * r - g * g - b * b) + 4;
        const trust = 1 / (spread ** 4 * 1e-6 + 1e-4);
        total += trust;
        sumR += r * trust;
        sumG += g * trust;
        sumB += b * trust;
      }
      const index = y * width + x;
      out[0][index] = sumR / total;
      out[1][index] = sumG / total;
      out[2][index] = sumB / total;
    }
  }
  return { width, height, planes: out };
}
