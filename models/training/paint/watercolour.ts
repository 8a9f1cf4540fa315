import { HALF_PLANES, type PaintNoise } from "../../paint/noise.ts";
import { type Canvas, doubled, lumaLevels, lumaOf, softened, softenedCanvas } from "./canvas.ts";

/** The pigment clouds of the noise, at full resolution. */
export function cloudsOf(noise: PaintNoise, width: number, height: number): Float32Array {
  const size = noise.half.length / HALF_PLANES;
  return doubled(noise.half.subarray(4 * size), width, height);
}

/** Moves every pixel a little along the slope of the clouds, as a wet edge creeps. */
export function crept(canvas: Canvas, clouds: Float32Array, reachPx: number): Canvas {
  const { width, height } = canvas;
  const out: Canvas["planes"] = [
    new Float32Array(width * height),
    new Float32Array(width * height),
    new Float32Array(width * height),
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      const slopeX =
        (clouds[y * width + Math.min(width - 1, x + 2)] as number) - (clouds[y * width + Math.max(0, x - 2)] as number);
      const slopeY =
        (clouds[Math.min(height - 1, y + 2) * width + x] as number) -
        (clouds[Math.max(0, y - 2) * width + x] as number);
      const fromX = Math.min(width - 1.01, Math.max(0, x + slopeX * 18 * reachPx));
      const fromY = Math.min(height - 1.01, Math.max(0, y + slopeY * 18 * reachPx));
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const shareX = fromX - left;
      const shareY = fromY - top;
      const at = top * width + left;
      canvas.planes.forEach((plane, channel) => {
        const upper = (plane[at] as number) * (1 - shareX) + (plane[at + 1] as number) * shareX;
        const lower = (plane[at + width] as number) * (1 - shareX) + (plane[at + width + 1] as number) * shareX;
        (out[channel] as Float32Array)[index] = upper + (lower - upper) * shareY;
      });
    }
  }
  return { width, height, planes: out };
}

const PAPER = [250, 246, 236] as const;

/** Watercolour over a flattened picture: washes that creep and bloom, dark rims where they dried, pigment in the paper's grain. */
export function paintWatercolour(flattened: Canvas, noise: PaintNoise, unitPx: number): Canvas {
  const { width, height } = flattened;
  const clouds = cloudsOf(noise, width, height);
  const flat = crept(flattened, clouds, unitPx);
  lift(flat);
  const soft = softenedCanvas(flat, 9 * unitPx);
  const wet = clouds.map((value) => Math.min(0.6, Math.max(0, value * 1.1 + 0.12)));
  flat.planes.forEach((plane, channel) => {
    for (let index = 0; index < plane.length; index++) {
      plane[index] =
        (plane[index] as number) +
        ((soft.planes[channel]?.[index] as number) - (plane[index] as number)) * (wet[index] as number);
    }
  });
  const luma = lumaOf(flat);
  const near = softened(luma, width, height, 1.2 * unitPx);
  const around = softened(luma, width, height, 5 * unitPx);
  for (let index = 0; index < luma.length; index++) {
    const step = ((around[index] as number) - (near[index] as number)) / 24;
    const rim = step < 0 ? step * 0.35 : Math.min(1.1, step);
    const grain = noise.grain[index] as number;
    const settled = Math.max(0, grain - 0.1) * 0.1 + grain * 0.04;
    const depth = 1 + (clouds[index] as number) * 0.5 + settled * 1.2 + rim * 0.7;
    flat.planes.forEach((plane, channel) => {
      const colour = (plane[index] as number) / 255;
      // Density of pigment by Beer's law to first order: thick paint darkens most where it is half-way.
      const value = Math.max(0.02, colour - (colour - colour * colour) * (depth - 1) * 1.3);
      plane[index] = value * (PAPER[channel] as number) * (1 + grain * 0.03);
    });
  }
  return flat;
}

/** Raises the tone towards paper: watercolour has no black; but night stays night. */
function lift(canvas: Canvas): void {
  const luma = lumaOf(canvas);
  const [low, , high] = lumaLevels(luma);
  const range = Math.max(70, high - low);
  for (let index = 0; index < luma.length; index++) {
    const was = luma[index] as number;
    const share = Math.min(1.05, Math.max(0, (was - low) / range));
    const wanted = was * 0.45 + (22 + 222 * share ** 0.8) * 0.55;
    const gain = wanted / (was + 5);
    for (const plane of canvas.planes) {
      const value = (plane[index] as number) * gain;
      plane[index] = Math.min(252, Math.max(6, wanted + (value - wanted) * 1.04));
    }
  }
}
