import { randomFrom } from "../../../core/random.ts";
import type { PaintNoise } from "../../paint/noise.ts";
import { planStrokes, type Stroke, sweep } from "../../paint/strokes.ts";
import { type Canvas, softened, softenedCanvas } from "./canvas.ts";

/**
 * Oil: broad then narrow strokes of the noise's own plan, then fine ones where the picture has detail,
 * with bristles in the colour and their relief lit from the upper left.
 */
export function paintOil(source: Canvas, noise: PaintNoise, unitPx: number, seed: number): Canvas {
  const { width, height } = source;
  const size = width * height;
  const vivid = saturated(source, 1.12);
  const broadReference = softenedCanvas(vivid, 4.5 * unitPx);
  const narrowReference = softenedCanvas(vivid, 1.6 * unitPx);
  const out: Canvas = softenedCanvas(vivid, 9 * unitPx);
  const relief = new Float32Array(size);
  const touched = new Int32Array(size);
  let id = 0;
  const lay = (strokes: readonly Stroke[], reference: Canvas, body: number, jitter: number, lift: number): void => {
    for (const stroke of strokes) {
      id++;
      const colour = loaded(stroke, reference, jitter);
      sweep(stroke, 1, width, height, noise.plan.bristles, touched, id, (pixel, cover, bristle) => {
        const share = cover * body;
        const shade = 1 + bristle * 0.05;
        out.planes.forEach((plane, channel) => {
          plane[pixel] =
            (plane[pixel] as number) + ((colour[channel] as number) * shade - (plane[pixel] as number)) * share;
        });
        relief[pixel] = (relief[pixel] as number) + (lift + bristle * 0.17 - (relief[pixel] as number)) * share;
      });
    }
  };
  lay(noise.plan.broad, broadReference, 0.95, 17, 0.62);
  lay(noise.plan.narrow, narrowReference, 0.92, 13, 0.42);
  // Fine strokes restore what the broad ones lost; they lie where the picture is busy.
  const random = randomFrom(seed ^ 0x0f11);
  const sharp = softenedCanvas(vivid, 0.6);
  for (const radius of [3, 1.8, 1.3]) {
    const fine = planStrokes(
      noise.plan.field,
      { radius: radius * unitPx, spacing: 1.5, steps: 4, flatShare: 0 },
      random,
    );
    lay(
      fine.filter((stroke) => misses(stroke, out, sharp)),
      sharp,
      0.92,
      5,
      0.34,
    );
  }
  light(out, softened(relief, width, height, 0.6 * unitPx), noise.grain);
  return out;
}

function saturated(source: Canvas, by: number): Canvas {
  const [red, green, blue] = source.planes;
  const luma = red.map(
    (value, index) => 0.3 * value + 0.59 * (green[index] as number) + 0.11 * (blue[index] as number),
  );
  const push = (plane: Float32Array) =>
    plane.map((value, index) => (luma[index] as number) + (value - (luma[index] as number)) * by);
  return { ...source, planes: [push(red), push(green), push(blue)] };
}

function middle(stroke: Stroke, canvas: Canvas): number {
  const at = (stroke.points.length >> 2) * 2;
  const x = Math.min(canvas.width - 1, Math.max(0, Math.round(stroke.points[at] as number)));
  const y = Math.min(canvas.height - 1, Math.max(0, Math.round(stroke.points[at + 1] as number)));
  return y * canvas.width + x;
}

/** The stroke's colour: the picture's at its middle, lighter or darker and warmer or cooler by its tint. */
function loaded(stroke: Stroke, reference: Canvas, jitter: number): number[] {
  const pixel = middle(stroke, reference);
  return reference.planes.map((plane, channel) => {
    const value = plane[pixel] as number;
    const warmth = [0.35, 0.05, -0.35][channel] as number;
    return value + stroke.tint * jitter * (0.4 + (value / 255) * 0.75) * (1 + warmth);
  });
}

function misses(stroke: Stroke, painted: Canvas, wanted: Canvas): boolean {
  const pixel = middle(stroke, painted);
  let distance = 0;
  painted.planes.forEach((plane, channel) => {
    distance += ((plane[pixel] as number) - (wanted.planes[channel]?.[pixel] as number)) ** 2;
  });
  return distance > 13 * 13;
}

function light(canvas: Canvas, relief: Float32Array, grain: Float32Array): void {
  const { width, height } = canvas;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      const here = relief[index] as number;
      const slope =
        (here - (relief[x > 0 ? index - 1 : index] as number)) * 0.7 +
        (here - (relief[y > 0 ? index - width : index] as number)) * 0.9;
      const facing = Math.min(0.4, Math.max(-0.4, slope));
      for (const plane of canvas.planes) {
        const value = plane[index] as number;
        plane[index] =
          value +
          facing * 46 * (0.35 + (value / 255) * 0.8) +
          Math.max(0, facing - 0.2) * 30 +
          (grain[index] as number) * 0.02 * value;
      }
    }
  }
}
