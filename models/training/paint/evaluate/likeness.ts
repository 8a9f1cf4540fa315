import type { Pixels } from "../../../../core/picture.ts";
import { labGrid } from "./planes.ts";

const WIDTH = 32;
const HEIGHT = 18;
/** A step between neighbouring cells counts as much as a difference of this many times its size. */
const GRADIENT_WEIGHT = 1.5;

/** What a picture is at a glance: 32x18 CIELAB cells and the steps between them. */
export function descriptor(picture: Pixels): Float32Array {
  const { planes } = labGrid(picture, WIDTH, HEIGHT);
  const parts: number[] = [];
  for (const plane of planes) {
    for (const value of plane) parts.push(value);
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 1; x < WIDTH; x++)
        parts.push(GRADIENT_WEIGHT * ((plane[y * WIDTH + x] as number) - (plane[y * WIDTH + x - 1] as number)));
    for (let cell = WIDTH; cell < plane.length; cell++)
      parts.push(GRADIENT_WEIGHT * ((plane[cell] as number) - (plane[cell - WIDTH] as number)));
  }
  return Float32Array.from(parts);
}

/** Root mean square over the cells, in units of CIELAB. */
export function distance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += ((one[index] as number) - (other[index] as number)) ** 2;
  return Math.sqrt(sum / (WIDTH * HEIGHT));
}

/** For each picture of `from`, the distance to its nearest in `to`; a picture is not its own neighbour. */
export function nearestDistances(from: readonly Float32Array[], to: readonly Float32Array[]): number[] {
  return from.map((one) => {
    let least = Number.POSITIVE_INFINITY;
    for (const other of to) if (other !== one) least = Math.min(least, distance(one, other));
    return least;
  });
}
