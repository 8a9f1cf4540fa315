/**
 * One of many unrelated numbers that the same 64 random bits give: another salt, another number. A Feistel network of
 * four rounds around the finalizer of MurmurHash3 (A. Appleby, public domain): every bit of bits and salt reaches every
 * bit of the result. Where the bits are a keyed hash, nobody without the key can foresee any of the numbers.
 *
 * @param high upper half of the bits, any whole number of 32 bits, signed or not; so are the others
 * @returns in 0..1, 1 excluded, with 53 random bits; for one salt no two bits give the same 64
 */
export function pointOf(high: number, low: number, saltHigh: number, saltLow: number): number {
  let one = (high ^ saltHigh) | 0;
  let other = (low ^ saltLow) | 0;
  one ^= avalanche((other + 0x9e3779b9) | 0);
  other ^= avalanche((one + 0x3c6ef372) | 0);
  one ^= avalanche((other + 0xdaa66d2b) | 0);
  other ^= avalanche((one + 0x78dde6e4) | 0);
  return ((one >>> 0) * 2_097_152 + (other >>> 11)) / 9_007_199_254_740_992;
}

function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
