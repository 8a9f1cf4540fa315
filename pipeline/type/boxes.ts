import type { Box } from "../light/ground.ts";

/** The part that two boxes share; no width or height where they are apart. */
export function shared(one: Box, other: Box): Box {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(one.x + one.width, other.x + other.width) - x),
    height: Math.max(0, Math.min(one.y + one.height, other.y + other.height) - y),
  };
}

export const areaOf = ({ width, height }: Box): number => width * height;

export const overlap = (one: Box, other: Box): boolean => areaOf(shared(one, other)) > 0;

/** The smallest box that holds all of them; at least one is needed. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** What is left of a box beside, above and below another one: up to four parts, each as large as can be. */
export function partsBeside(box: Box, other: Box): Box[] {
  const both = shared(box, other);
  if (areaOf(both) === 0) return [box];
  const right = both.x + both.width;
  const bottom = both.y + both.height;
  return [
    { ...box, width: both.x - box.x },
    { ...box, x: right, width: box.x + box.width - right },
    { ...box, height: both.y - box.y },
    { ...box, y: bottom, height: box.y + box.height - bottom },
  ].filter((part) => areaOf(part) > 0);
}
