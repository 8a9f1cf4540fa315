import { blur } from "./blur.ts";
import type { Box } from "./ground.ts";

/** Where a title stands in the frame: what the light is taken from, as on a set. */
export type Side = "left" | "right" | "top" | "bottom" | "corner-left" | "corner-right";

/** How much of a veil lies over each cell of a frame, 0..1; read between cells with `veilAt`. */
export type Veil = {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
  readonly share: Float32Array;
};

type Frame = { readonly widthPx: number; readonly heightPx: number };

const CELL_PX = 8;
const smooth = (from: number, to: number, value: number) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** A fall of light from the side that the title stands on: 1 at the frame's edge, 0 well past the title. */
export function fall(frame: Frame, side: Side, title: Box): Veil {
  return eachCell(frame, (x, y) => {
    const { widthPx: w, heightPx: h } = frame;
    // Nearly whole behind the title, and spent a good way past it, so that no edge of the veil can be seen.
    if (side === "left") return 1 - smooth(0.7 * (title.x + title.width), title.x + title.width + 0.3 * w, x);
    if (side === "right") return smooth(title.x - 0.3 * w, w - 0.7 * (w - title.x), x);
    if (side === "top") return 1 - smooth(0.7 * (title.y + title.height), title.y + title.height + 0.25 * h, y);
    if (side === "bottom") return smooth(title.y - 0.25 * h, h - 0.7 * (h - title.y), y);
    const inner = side === "corner-left" ? title.x + title.width : w - title.x;
    const across = (side === "corner-left" ? x : w - x) / (inner + 0.12 * w);
    const down = (h - y) / (h - title.y + 0.12 * h);
    return 1 - smooth(0.55, 1.45, Math.hypot(across, down));
  });
}

/** A soft cloud around a title's pieces: 1 behind them, fading out over about a tenth of the frame. */
export function cloud(frame: Frame, pieces: readonly Box[]): Veil {
  const reach = 0.04 * Math.min(frame.widthPx, frame.heightPx);
  const veil = eachCell(frame, (x, y) =>
    pieces.some(
      (piece) =>
        x > piece.x - reach &&
        x < piece.x + piece.width + reach &&
        y > piece.y - reach &&
        y < piece.y + piece.height + reach,
    )
      ? 1
      : 0,
  );
  const radius = Math.round((0.055 * Math.min(frame.widthPx, frame.heightPx)) / CELL_PX);
  // Three box blurs come close to a Gaussian.
  for (let pass = 0; pass < 3; pass++) blur(veil.share, veil.columns, veil.rows, radius);
  for (let cell = 0; cell < veil.share.length; cell++) veil.share[cell] = smooth(0, 0.85, veil.share[cell] ?? 0);
  return veil;
}

/** Both veils laid over each other, at the given strengths 0..1. */
export function layered(first: Veil, strength: number, second: Veil, secondStrength: number): Veil {
  const share = first.share.map(
    (value, cell) => 1 - (1 - strength * value) * (1 - secondStrength * (second.share[cell] ?? 0)),
  );
  return { ...first, share };
}

/** The veil at a pixel, between the four cells around it. */
export function veilAt({ cellPx, columns, rows, share }: Veil, x: number, y: number): number {
  const u = Math.min(columns - 1.001, Math.max(0, (x + 0.5) / cellPx - 0.5));
  const v = Math.min(rows - 1.001, Math.max(0, (y + 0.5) / cellPx - 0.5));
  const column = u | 0;
  const row = v | 0;
  const a = u - column;
  const b = v - row;
  const at = row * columns + column;
  const top = (share[at] ?? 0) * (1 - a) + (share[at + 1] ?? 0) * a;
  const bottom = (share[at + columns] ?? 0) * (1 - a) + (share[at + columns + 1] ?? 0) * a;
  return top * (1 - b) + bottom * b;
}

function eachCell(frame: Frame, value: (x: number, y: number) => number): Veil {
  const columns = Math.ceil(frame.widthPx / CELL_PX) + 1;
  const rows = Math.ceil(frame.heightPx / CELL_PX) + 1;
  const share = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      share[row * columns + column] = value((column + 0.5) * CELL_PX, (row + 0.5) * CELL_PX);
    }
  }
  return { cellPx: CELL_PX, columns, rows, share };
}
