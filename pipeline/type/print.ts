import type { Pixels } from "../../core/picture.ts";
import type { Rgb } from "../light/colour.ts";
import type { Box } from "../light/ground.ts";
import type { Veil } from "../light/veil.ts";
import type { Ink } from "./ink.ts";

/** A piece of ink with its place in the frame; it lies inside the frame. */
export type Piece = { readonly ink: Ink; readonly x: number; readonly y: number };

export const boxOf = ({ ink, x, y }: Piece): Box => ({ x, y, width: ink.widthPx, height: ink.heightPx });

/** The picture under a veil of one colour: a new picture. */
export function underVeil({ data, widthPx, heightPx }: Pixels, veil: Veil, tint: Rgb): Pixels {
  const out = data.slice();
  const { cellPx, columns, rows, share } = veil;
  const line = new Float32Array(columns);
  for (let y = 0; y < heightPx; y++) {
    // First between rows of cells, then between the columns: `veilAt`, a line at a time.
    const v = Math.min(rows - 1.001, Math.max(0, (y + 0.5) / cellPx - 0.5));
    const row = v | 0;
    const b = v - row;
    let most = 0;
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const value = (share[at] ?? 0) * (1 - b) + (share[at + columns] ?? 0) * b;
      line[column] = value;
      if (value > most) most = value;
    }
    if (most < 0.002) continue;
    for (let x = 0, at = y * widthPx * 3; x < widthPx; x++, at += 3) {
      const u = Math.max(0, (x + 0.5) / cellPx - 0.5);
      const column = u | 0;
      const a = u - column;
      const left = 1 - ((line[column] ?? 0) * (1 - a) + (line[column + 1] ?? 0) * a);
      if (left > 0.998) continue;
      out[at] = (data[at] ?? 0) * left + tint[0] * (1 - left) + 0.5;
      out[at + 1] = (data[at + 1] ?? 0) * left + tint[1] * (1 - left) + 0.5;
      out[at + 2] = (data[at + 2] ?? 0) * left + tint[2] * (1 - left) + 0.5;
    }
  }
  return { data: out, widthPx, heightPx };
}

/** Prints ink in one colour, in place. */
export function press({ data, widthPx }: Pixels, { ink, x, y }: Piece, colour: Rgb): void {
  for (let row = 0; row < ink.heightPx; row++) {
    let at = 3 * ((y + row) * widthPx + x);
    for (let column = 0; column < ink.widthPx; column++, at += 3) {
      const share = (ink.data[row * ink.widthPx + column] ?? 0) / 255;
      if (share === 0) continue;
      for (const channel of [0, 1, 2] as const) {
        data[at + channel] = (data[at + channel] ?? 0) * (1 - share) + colour[channel] * share + 0.5;
      }
    }
  }
}

/** Fills a box with one colour, in place. */
export function fill({ data, widthPx }: Pixels, box: Box, colour: Rgb): void {
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) data.set(colour, 3 * (y * widthPx + x));
  }
}
