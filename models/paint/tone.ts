import type { Pixels } from "../../core/picture.ts";

/**
 * The luma (Rec. 601) below which 5, 50 and 95 of a hundred pixels lie, in 0..1.
 * A painter who sees a corner needs these to know whether the whole picture is day or night.
 */
export function lumaLevels(picture: Pixels): readonly [low: number, middle: number, high: number] {
  const counts = new Uint32Array(256);
  const { data } = picture;
  for (let index = 0; index + 2 < data.length; index += 3) {
    const luma =
      (77 * (data[index] as number) + 151 * (data[index + 1] as number) + 28 * (data[index + 2] as number)) >> 8;
    counts[luma] = (counts[luma] as number) + 1;
  }
  const level = (share: number): number => {
    let below = 0;
    for (let luma = 0; luma < 256; luma++) {
      below += counts[luma] as number;
      if (below * 3 >= share * data.length) return luma / 255;
    }
    return 1;
  };
  return [level(0.05), level(0.5), level(0.95)];
}
