import type { Pixels } from "../../../core/picture.ts";
import { blur } from "../../paint/field.ts";

/** Three planes of 0..255 in which a target is painted. */
export type Canvas = {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly [Float32Array, Float32Array, Float32Array];
};

export function canvasFrom(picture: Pixels): Canvas {
  const size = picture.widthPx * picture.heightPx;
  const plane = (channel: number) =>
    Float32Array.from({ length: size }, (_, index) => picture.data[index * 3 + channel] as number);
  return { width: picture.widthPx, height: picture.heightPx, planes: [plane(0), plane(1), plane(2)] };
}

export function pixelsFrom(canvas: Canvas): Pixels {
  const size = canvas.width * canvas.height;
  const data = new Uint8Array(size * 3);
  canvas.planes.forEach((plane, channel) => {
    for (let index = 0; index < size; index++)
      data[index * 3 + channel] = Math.min(255, Math.max(0, Math.round(plane[index] as number)));
  });
  return { data, widthPx: canvas.width, heightPx: canvas.height };
}

/** A near-Gaussian blur: three boxes (Kovesi 2010). */
export function softened(plane: Float32Array, width: number, height: number, deviation: number): Float32Array {
  const copy = plane.slice();
  const radius = Math.round((Math.sqrt(4 * deviation * deviation + 1) - 1) / 2);
  for (let pass = 0; pass < 3; pass++) blur(copy, width, height, Math.max(deviation < 0.4 ? 0 : 1, radius));
  return copy;
}

export function softenedCanvas(canvas: Canvas, deviation: number): Canvas {
  const [red, green, blue] = canvas.planes;
  const soft = (plane: Float32Array) => softened(plane, canvas.width, canvas.height, deviation);
  return { ...canvas, planes: [soft(red), soft(green), soft(blue)] };
}

export function lumaOf(canvas: Canvas): Float32Array {
  const [red, green, blue] = canvas.planes;
  return red.map((value, index) => 0.3 * value + 0.59 * (green[index] as number) + 0.11 * (blue[index] as number));
}

/** A half-resolution plane at full resolution, bilinear with edges repeated. */
export function doubled(half: Float32Array, width: number, height: number): Float32Array {
  const small = width >> 1;
  const low = height >> 1;
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const fromY = Math.min(low - 1, Math.max(0, (y + 0.5) / 2 - 0.5));
    const top = Math.floor(fromY);
    const bottom = Math.min(low - 1, top + 1);
    for (let x = 0; x < width; x++) {
      const fromX = Math.min(small - 1, Math.max(0, (x + 0.5) / 2 - 0.5));
      const left = Math.floor(fromX);
      const right = Math.min(small - 1, left + 1);
      const shareX = fromX - left;
      const a = (half[top * small + left] as number) * (1 - shareX) + (half[top * small + right] as number) * shareX;
      const b =
        (half[bottom * small + left] as number) * (1 - shareX) + (half[bottom * small + right] as number) * shareX;
      out[y * width + x] = a + (b - a) * (fromY - top);
    }
  }
  return out;
}

/** Luma below which 5, 50 and 95 of a hundred pixels lie, 0..255. */
export function lumaLevels(luma: Float32Array): [low: number, middle: number, high: number] {
  const sorted = luma.filter((_, index) => index % 7 === 0).sort();
  const level = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [level(0.05), level(0.5), level(0.95)];
}
