import type { Pixels } from "../../core/picture.ts";
import { sample, type Texture } from "./texture.ts";

/** What a brush needs to know of the picture, at a quarter of its resolution. */
export type Field = {
  readonly width: number;
  readonly height: number;
  /** Unit vector along the nearest edge (its sign is arbitrary). */
  readonly alongX: Float32Array;
  readonly alongY: Float32Array;
  /** Strength of the edges nearby, 0 (flat) .. 1 (busy). */
  readonly detail: Float32Array;
  /** Mean colour, three planes of 0..255. */
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];
};

/** Below this gradient energy the wandering flow decides the direction; above it, the picture's edges do. */
const FLOW_ENERGY = 420;

/**
 * The direction of strokes: the eigenvector of the smoothed structure tensor with the smaller eigenvalue
 * (Brox et al., "Nonlinear structure tensors", 2006), blended with a slow flow where the picture is flat.
 *
 * @param picture sides must be multiples of 4
 * @param flow slow noise; `flowX`, `flowY` say where in it this picture lies, in 0..size
 * @param unitPx pixels per design unit (1 at a short side of 540)
 */
export function fieldOf(picture: Pixels, flow: Texture, flowX: number, flowY: number, unitPx: number): Field {
  const width = picture.widthPx >> 2;
  const height = picture.heightPx >> 2;
  const planes = quarter(picture);
  const size = width * height;
  const xx = new Float32Array(size);
  const xy = new Float32Array(size);
  const yy = new Float32Array(size);
  for (const plane of planes) {
    for (let y = 0; y < height; y++) {
      const up = Math.max(0, y - 1) * width;
      const here = y * width;
      const down = Math.min(height - 1, y + 1) * width;
      for (let x = 0; x < width; x++) {
        const left = Math.max(0, x - 1);
        const right = Math.min(width - 1, x + 1);
        const dx = at(plane, here + right) - at(plane, here + left);
        const dy = at(plane, down + x) - at(plane, up + x);
        const index = here + x;
        xx[index] = at(xx, index) + dx * dx;
        xy[index] = at(xy, index) + dx * dy;
        yy[index] = at(yy, index) + dy * dy;
      }
    }
  }
  for (const tensor of [xx, xy, yy]) for (let pass = 0; pass < 2; pass++) blur(tensor, width, height, 2);
  const alongX = new Float32Array(size);
  const alongY = new Float32Array(size);
  const detail = new Float32Array(size);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      const difference = at(xx, index) - at(yy, index);
      const turn = sample(flow, flowX + (x * 0.42) / unitPx, flowY + (y * 0.62) / unitPx) * 0.9;
      // Double-angle vector: the tangent is a right angle from the gradient, hence the minus signs.
      const cosine = -difference + FLOW_ENERGY * Math.cos(turn);
      const sine = -2 * at(xy, index) + FLOW_ENERGY * Math.sin(turn);
      const length = Math.sqrt(cosine * cosine + sine * sine) || 1;
      alongX[index] = Math.sqrt(Math.max(0, (1 + cosine / length) / 2));
      alongY[index] = Math.sqrt(Math.max(0, (1 - cosine / length) / 2)) * (sine < 0 ? -1 : 1);
      detail[index] = Math.min(1, Math.sqrt(at(xx, index) + at(yy, index)) / 70);
    }
  }
  return { width, height, alongX, alongY, detail, planes };
}

function at(values: Float32Array, index: number): number {
  return values[index] as number;
}

function quarter(picture: Pixels): [Float32Array, Float32Array, Float32Array] {
  const { data, widthPx } = picture;
  const width = widthPx >> 2;
  const height = picture.heightPx >> 2;
  const planes: [Float32Array, Float32Array, Float32Array] = [
    new Float32Array(width * height),
    new Float32Array(width * height),
    new Float32Array(width * height),
  ];
  for (let y = 0; y < height * 4; y++) {
    const row = (y >> 2) * width;
    for (let x = 0; x < width * 4; x++) {
      const from = (y * widthPx + x) * 3;
      const to = row + (x >> 2);
      for (let channel = 0; channel < 3; channel++) {
        const plane = planes[channel] as Float32Array;
        plane[to] = at(plane, to) + (data[from + channel] as number) / 16;
      }
    }
  }
  return planes;
}

/** Box blur in place, edges repeated. */
export function blur(plane: Float32Array, width: number, height: number, radius: number): void {
  if (radius < 1) return;
  const span = 2 * radius + 1;
  const line = new Float32Array(Math.max(width, height));
  const pass = (start: number, step: number, length: number): void => {
    for (let index = 0; index < length; index++) line[index] = at(plane, start + index * step);
    let sum = 0;
    for (let offset = -radius; offset <= radius; offset++) sum += at(line, Math.min(length - 1, Math.max(0, offset)));
    for (let index = 0; index < length; index++) {
      plane[start + index * step] = sum / span;
      sum += at(line, Math.min(length - 1, index + radius + 1)) - at(line, Math.max(0, index - radius));
    }
  };
  for (let y = 0; y < height; y++) pass(y * width, 1, width);
  for (let x = 0; x < width; x++) pass(x, width, height);
}
