import type { Pixels } from "../../core/picture.ts";
import { readSaliency, type Saliency } from "./saliency.ts";

/** A picture read coarsely, cell by cell: where it is busy, and how light it is. */
export type Ground = {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
  /** Mean step between neighbouring pixels in each cell, in luma code values. */
  readonly detail: Float32Array;
  /** Mean luma of each cell, 0..255. */
  readonly luma: Float32Array;
  /** What draws the eye. */
  readonly saliency: Saliency;
};

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

// Fine enough to tell a face from the wall behind it, coarse enough that a frame is a few thousand cells.
const CELL_PX = 8;
// A picture of at least twice as many rows is read at intervals.
const ROWS = 400;

export function readGround(picture: Pixels): Ground {
  const { data, widthPx, heightPx } = picture;
  const columns = Math.ceil(widthPx / CELL_PX);
  const rows = Math.ceil(heightPx / CELL_PX);
  const detail = new Float32Array(columns * rows);
  const luma = new Float32Array(columns * rows);
  const counts = new Uint16Array(columns * rows);
  const above = new Float32Array(widthPx);
  // Every other row of a large picture says as much.
  const step = Math.max(1, Math.floor(Math.min(widthPx, heightPx) / ROWS));
  for (let y = 0; y < heightPx; y += step) {
    const row = Math.floor(y / CELL_PX) * columns;
    let left = 0;
    for (let x = 0, at = y * widthPx * 3; x < widthPx; x++, at += 3) {
      const here = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      const cell = row + ((x / CELL_PX) | 0);
      const change = (x > 0 ? Math.abs(here - left) : 0) + (y > 0 ? Math.abs(here - (above[x] ?? 0)) : 0);
      detail[cell] = (detail[cell] ?? 0) + change;
      luma[cell] = (luma[cell] ?? 0) + here;
      counts[cell] = (counts[cell] ?? 0) + 1;
      left = here;
      above[x] = here;
    }
  }
  for (let cell = 0; cell < counts.length; cell++) {
    detail[cell] = (detail[cell] ?? 0) / Math.max(1, counts[cell] ?? 0);
    luma[cell] = (luma[cell] ?? 0) / Math.max(1, counts[cell] ?? 0);
  }
  return { cellPx: CELL_PX, columns, rows, detail, luma, saliency: readSaliency(picture) };
}

/** What lies inside a box: mean detail, and the luma that 10% of its cells fall below and 10% rise above. */
export function readBox(ground: Ground, box: Box): { detail: number; darkest: number; lightest: number } {
  const { cellPx, columns, rows } = ground;
  const clamp = (value: number, max: number) => Math.min(max, Math.max(0, Math.floor(value / cellPx)));
  const histogram = new Uint32Array(256);
  let cells = 0;
  let detail = 0;
  for (let row = clamp(box.y, rows - 1); row <= clamp(box.y + box.height, rows - 1); row++) {
    for (let column = clamp(box.x, columns - 1); column <= clamp(box.x + box.width, columns - 1); column++) {
      detail += ground.detail[row * columns + column] ?? 0;
      const luma = Math.round(ground.luma[row * columns + column] ?? 0);
      histogram[luma] = (histogram[luma] ?? 0) + 1;
      cells++;
    }
  }
  const quantile = (share: number) => {
    let below = 0;
    return histogram.findIndex((count) => {
      below += count;
      return below > share * cells;
    });
  };
  return { detail: detail / cells, darkest: quantile(0.1), lightest: quantile(0.899) };
}
