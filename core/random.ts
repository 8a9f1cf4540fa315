/** A stream of numbers in [0, 1). Every random act in Marquee draws from one of these, and stores its seed. */
export type Random = () => number;

/**
 * The project's seeded generator (sfc32, 128 bits of state, seeded by mixing one 32-bit word).
 *
 * @param seed whole number in 0..2^32-1
 * @returns uniform doubles in [0, 1) with 32 random bits each
 *
 * Source: C. Doty-Humphrey, PractRand (public domain). `Math.imul` keeps the mixing exact above 2^53.
 */
export function randomFrom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b);
  let c = 0xb7e15162 ^ Math.imul(seed, 0xc2b2ae35);
  let counter = 1;
  const next: Random = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}

/**
 * Folds any text into a 32-bit seed (FNV-1a with a final avalanche), so that a name always draws the same numbers.
 *
 * @returns whole number in 0..2^32-1
 */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (const byte of Buffer.from(`${part}\u001f`)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
