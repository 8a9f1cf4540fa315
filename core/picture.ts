/** 8-bit sRGB, row-major, interleaved; `data.length === widthPx * heightPx * 3`. */
export type Pixels = { data: Uint8Array; widthPx: number; heightPx: number };
