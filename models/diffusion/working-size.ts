export type Size = { readonly widthPx: number; readonly heightPx: number };

/** A side of at most four times a square's: longer strips than 16 to 1 are squeezed. */
const LONGEST = 4;

/**
 * The size to paint at: the model's own area in the wanted shape, each side a multiple, at least one.
 * Models trained on 512 x 512 repeat themselves in larger frames and blur in smaller ones.
 */
export function workingSize(wanted: Size, areaPx: number, multiple: number): Size {
  const scale = Math.sqrt(areaPx / (wanted.widthPx * wanted.heightPx));
  const most = LONGEST * Math.sqrt(areaPx);
  const side = (px: number): number => Math.max(1, Math.round(Math.min(px * scale, most) / multiple)) * multiple;
  return { widthPx: side(wanted.widthPx), heightPx: side(wanted.heightPx) };
}
