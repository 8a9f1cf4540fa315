export type Size = { readonly widthPx: number; readonly heightPx: number };

/**
 * The size to paint at: the model's own area in the wanted shape, each side a multiple, at least one.
 * Models trained on 512 x 512 repeat themselves in larger frames and blur in smaller ones.
 */
export function workingSize(wanted: Size, areaPx: number, multiple: number): Size {
  const scale = Math.sqrt(areaPx / (wanted.widthPx * wanted.heightPx));
  const side = (px: number): number => Math.max(1, Math.round((px * scale) / multiple)) * multiple;
  return { widthPx: side(wanted.widthPx), heightPx: side(wanted.heightPx) };
}
