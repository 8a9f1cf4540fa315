import type { Box } from "../light/ground.ts";
import { areaOf, overlap, shared } from "../type/boxes.ts";

export type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";
const CORNERS: readonly Corner[] = ["bottom-right", "bottom-left", "top-right", "top-left"];

// Steps along the edges of the safe area where no corner is free.
const STEPS = 12;

/** A box of that size in a corner of another one. */
export const inCorner = (area: Box, corner: Corner, width: number, height: number): Box => ({
  x: corner.endsWith("left") ? area.x : area.x + area.width - width,
  y: corner.startsWith("top") ? area.y : area.y + area.height - height,
  width,
  height,
});

/**
 * Where a mark of that size goes: the wished corner of the safe area if it is free, another corner, a place along the
 * edges; where none is free of all, the one that covers least of what may be covered.
 *
 * @param never what may not be touched, such as a title
 * @param rather what should not, such as the subject, most important first
 * @returns `null` when every place touches what may not be
 */
export function freePlace(
  area: Box,
  size: { readonly width: number; readonly height: number },
  wished: Corner,
  never: readonly Box[],
  rather: readonly Box[],
): Box | null {
  const { width, height } = size;
  if (width > area.width || height > area.height) return null;
  const corners = [wished, ...CORNERS.filter((corner) => corner !== wished)];
  const places = [
    ...corners.map((corner) => inCorner(area, corner, width, height)),
    ...alongEdges(area, width, height),
  ].filter((place) => !never.some((box) => overlap(place, box)));
  const covered = (place: Box) => rather.reduce((sum, box) => sum + areaOf(shared(place, box)), 0);
  return places.find((place) => covered(place) === 0) ?? places.toSorted((a, b) => covered(a) - covered(b))[0] ?? null;
}

function alongEdges(area: Box, width: number, height: number): Box[] {
  const places: Box[] = [];
  for (let step = 1; step < STEPS; step++) {
    const x = area.x + Math.round(((area.width - width) * step) / STEPS);
    const y = area.y + Math.round(((area.height - height) * step) / STEPS);
    places.push(
      { x, y: area.y + area.height - height, width, height },
      { x, y: area.y, width, height },
      { x: area.x, y, width, height },
      { x: area.x + area.width - width, y, width, height },
    );
  }
  return places;
}

/** A box with that much more on every side, as far as whole pixels go. */
export const grown = ({ x, y, width, height }: Box, by: number): Box => {
  const air = Math.ceil(by);
  return { x: x - air, y: y - air, width: width + 2 * air, height: height + 2 * air };
};
