/** The index whose part of the cumulative shares holds `unit`, 0..1, 1 excluded; never one without a share. */
export function draw(shares: readonly number[], unit: number): number {
  let left = unit;
  for (let index = 0; index < shares.length; index++) {
    left -= shares[index] as number;
    if (left < 0) return index;
  }
  return shares.findLastIndex((share) => share > 0);
}
