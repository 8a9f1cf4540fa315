/** One piece of a side: where it starts in the picture, and how much each pixel of its result counts in the whole. */
export type Piece = { readonly start: number; readonly weights: Float32Array };

/**
 * Divides a side of `length` pixels into pieces of `tile`, evenly spread and at least `overlap` over each other. The
 * weights of all pieces add up to 1 at every pixel. Around the middle of an overlap they go over linearly on half of
 * `overlap`; what lies nearer to a piece's edge than a quarter of it counts nothing, for a network that pads sees
 * something else there than the picture. The ends of the side itself count fully.
 *
 * @param overlap at most half of `tile`
 * @param scale length of the result over that of the side; `weights.length === tile * scale`
 */
export function piecesOf(length: number, tile: number, overlap: number, scale: number): readonly Piece[] {
  const count = length <= tile ? 1 : Math.ceil((length - overlap) / (tile - overlap));
  const starts = Array.from({ length: count }, (_, i) =>
    i === 0 ? 0 : Math.round((i * (length - tile)) / (count - 1)),
  );
  const seams = starts.slice(1).map((start, i) => ((start + (starts[i] as number) + tile) / 2) * scale);
  const width = (overlap / 2) * scale;
  return starts.map((start, i) => ({
    start,
    weights: Float32Array.from({ length: tile * scale }, (_, x) => {
      const pixel = start * scale + x + 0.5;
      const before = i === 0 ? 1 : 1 - shareBefore(seams[i - 1] as number, pixel, width);
      const after = i === count - 1 ? 1 : shareBefore(seams[i] as number, pixel, width);
      return before * after;
    }),
  }));
}

/** How much the piece before a seam counts at a point: 1 well before it, 0 well after, linear on `width` around it. */
function shareBefore(seam: number, point: number, width: number): number {
  const distance = seam - point;
  if (width === 0) return distance > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, distance / width + 0.5));
}
