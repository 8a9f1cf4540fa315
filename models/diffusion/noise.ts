import type { Random } from "../../core/random.ts";

/** Standard normal numbers by the Box-Muller transform, two for two draws. */
export function normals(random: Random, length: number): Float32Array {
  const values = new Float32Array(length);
  for (let at = 0; at < length; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[at] = radius * Math.cos(angle);
    if (at + 1 < length) values[at + 1] = radius * Math.sin(angle);
  }
  return values;
}
