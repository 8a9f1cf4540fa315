import { randomFrom } from "../../core/random.ts";

/** A seamless square of smooth noise with mean 0 and deviation 1, sampled with wrap-around. */
export type Texture = { readonly size: number; readonly values: Float32Array };

/**
 * Value noise summed over octaves.
 *
 * @param cells lattice cells along a side in the first octave; each further octave has twice as many
 * @param gain amplitude of an octave relative to the one before, 0..1
 */
export function makeTexture(seed: number, size: number, cells: number, octaves: number, gain: number): Texture {
  const random = randomFrom(seed);
  const values = new Float32Array(size * size);
  let amplitude = 1;
  for (let octave = 0; octave < octaves; octave++) {
    const count = cells << octave;
    if (count > size) break;
    const lattice = Float32Array.from({ length: count * count }, random);
    for (let y = 0; y < size; y++) {
      const gridY = (y * count) / size;
      const row = Math.floor(gridY);
      const below = (row + 1) % count;
      const fadeY = smooth(gridY - row);
      for (let x = 0; x < size; x++) {
        const gridX = (x * count) / size;
        const column = Math.floor(gridX);
        const right = (column + 1) % count;
        const fadeX = smooth(gridX - column);
        const a = lattice[row * count + column] ?? 0;
        const b = lattice[row * count + right] ?? 0;
        const c = lattice[below * count + column] ?? 0;
        const d = lattice[below * count + right] ?? 0;
        const index = y * size + x;
        values[index] =
          (values[index] ?? 0) + amplitude * (a + (b - a) * fadeX + (c - a) * fadeY + (a - b - c + d) * fadeX * fadeY);
      }
    }
    amplitude *= gain;
  }
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let spread = 0;
  for (const value of values) spread += (value - mean) ** 2 / values.length;
  const deviation = Math.sqrt(spread) || 1;
  for (let index = 0; index < values.length; index++) values[index] = ((values[index] ?? 0) - mean) / deviation;
  return { size, values };
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** Bilinear sample at any place, wrapped. `texture.size` must be a power of two. */
export function sample(texture: Texture, x: number, y: number): number {
  const { values, size } = texture;
  const mask = size - 1;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fadeX = x - left;
  const fadeY = y - top;
  const column = left & mask;
  const next = (left + 1) & mask;
  const row = (top & mask) * size;
  const below = ((top + 1) & mask) * size;
  const a = values[row + column] as number;
  const b = values[row + next] as number;
  const c = values[below + column] as number;
  const d = values[below + next] as number;
  return a + (b - a) * fadeX + (c - a) * fadeY + (a - b - c + d) * fadeX * fadeY;
}
