import type { Pixels } from "../../core/picture.ts";

/** A small picture that needs no other module: a disc over a slope. The manifest's expected hash is of this, painted. */
export function examplePicture(widthPx: number, heightPx: number): Pixels {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const index = (y * widthPx + x) * 3;
      const inside = (x - widthPx * 0.6) ** 2 + (y - heightPx * 0.4) ** 2 < (Math.min(widthPx, heightPx) * 0.22) ** 2;
      const land = y > heightPx * 0.65 + (x * 10) / widthPx;
      const colour = inside
        ? [226, 120, 60]
        : land
          ? [18, 34, 48]
          : [60 + (y * 90) / heightPx, 110 + (y * 70) / heightPx, 140];
      data.set(colour, index);
    }
  }
  return { data, widthPx, heightPx };
}
