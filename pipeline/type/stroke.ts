import type { Ink } from "./ink.ts";

/**
 * The mean breadth of some ink's strokes in px: twice its area over the length of its edges; 0 for no ink.
 *
 * Source: a stroke of breadth b and length l >> b has the area bl and edges of 2l; the length of the edges of a grey
 * picture is the sum of its gradients (H. Federer's coarea formula).
 */
export function strokePx({ data, widthPx, heightPx }: Ink): number {
  let area = 0;
  let edges = 0;
  for (let y = -1; y < heightPx; y++) {
    const row = y * widthPx;
    let here = 0;
    for (let x = -1; x < widthPx; x++) {
      const right = y >= 0 && x + 1 < widthPx ? (data[row + x + 1] ?? 0) : 0;
      const below = x >= 0 && y + 1 < heightPx ? (data[row + widthPx + x] ?? 0) : 0;
      area += here;
      edges += Math.sqrt((right - here) ** 2 + (below - here) ** 2);
      here = right;
    }
  }
  return edges === 0 ? 0 : (2 * area) / edges;
}

// Strokes thinner than this are grey all through, and letters of them fainter than their colour.
const THIN_PX = 2.4;
// Of coverage 0..1; at the thinnest it makes a half three fifths.
const DARKENING = 0.62;

/**
 * Makes thin strokes as dark as they are meant to be: their grey edges count for more, the letters' shapes stay.
 *
 * Source: stem darkening as in Adobe's CFF rasterizer and FreeType, here by a curve over the coverage.
 */
export function darkened(ink: Ink): Ink {
  const stroke = strokePx(ink);
  if (stroke === 0 || stroke >= THIN_PX) return ink;
  const power = 1 - (1 - DARKENING) * Math.min(1, (THIN_PX - stroke) / (THIN_PX - 1));
  const curve = Uint8Array.from({ length: 256 }, (_, share) => Math.round(255 * (share / 255) ** power));
  return { ...ink, data: ink.data.map((share) => curve[share] ?? 0) };
}
