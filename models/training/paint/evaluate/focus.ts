import type { FocalSide } from "../../../../core/attributes.ts";
import type { Pixels } from "../../../../core/picture.ts";
import { blurred, labGrid } from "./planes.ts";

/** Short side of the grid that saliency is computed on. */
const SHORT_CELLS = 54;
/** Centre and surround, standard deviations in cells. */
const SCALES = [
  [1, 5],
  [2, 10],
  [4, 18],
] as const;

/**
 * Saliency by centre and surround: how far, in CIELAB, a place stands out from what is around it, summed over three
 * scales, each scale divided by its own mean; knows nothing of what was asked for. After Itti, Koch and Niebur (1998),
 * with their linear normalisation and without the orientation channel.
 *
 * @returns `width * height` numbers, 0 or more
 */
export function saliency(picture: Pixels): { map: Float32Array; width: number; height: number } {
  const scale = SHORT_CELLS / Math.min(picture.widthPx, picture.heightPx);
  const width = Math.max(1, Math.round(picture.widthPx * scale));
  const height = Math.max(1, Math.round(picture.heightPx * scale));
  const { planes } = labGrid(picture, width, height);
  const map = new Float32Array(width * height);
  for (const [centre, surround] of SCALES) {
    const contrast = new Float32Array(width * height);
    for (const plane of planes) {
      const near = blurred(plane, width, height, centre);
      const wide = blurred(plane, width, height, surround);
      for (let cell = 0; cell < contrast.length; cell++)
        contrast[cell] = (contrast[cell] as number) + ((near[cell] as number) - (wide[cell] as number)) ** 2;
    }
    const mean = contrast.reduce((sum, value) => sum + Math.sqrt(value), 0) / contrast.length;
    if (mean < 1e-6) continue;
    for (let cell = 0; cell < map.length; cell++)
      map[cell] = (map[cell] as number) + Math.sqrt(contrast[cell] as number) / mean;
  }
  return { map, width, height };
}

/**
 * Where across the frame the weight lies: 0 the left edge, 1 the right one, 0.5 for a flat picture. The map is squared
 * first, so that what stands out most counts most.
 */
export function focalCentre(picture: Pixels): number {
  const { map, width } = saliency(picture);
  let mass = 0;
  let moment = 0;
  map.forEach((value, cell) => {
    mass += value ** 2;
    moment += value ** 2 * (((cell % width) + 0.5) / width);
  });
  return mass === 0 ? 0.5 : moment / mass;
}

/** The mass centre leans to the asked side by at least 2 % of the width; asked for the centre, it is within 10 % of the middle. */
export function isOnSide(centre: number, asked: FocalSide): boolean {
  if (asked === "left") return centre <= 0.48;
  if (asked === "right") return centre >= 0.52;
  return Math.abs(centre - 0.5) <= 0.1;
}
