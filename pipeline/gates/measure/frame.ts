import { gridOf, type Plane } from "./seen.ts";

/** A plane in about 600 cells that are nearly square, `finer` times as many each way. */
export function gridFor(plane: Plane, finer = 1): Plane {
  const { width, height } = plane;
  const columns = Math.max(1, Math.round(24 * Math.sqrt(width / height)));
  const rows = Math.max(1, Math.round(24 * Math.sqrt(height / width)));
  return gridOf(plane, finer * columns, finer * rows);
}
