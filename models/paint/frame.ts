import type { Pixels } from "../../core/picture.ts";

/** Repeats the last column and row up to a multiple of `step`. */
export function padded(picture: Pixels, step: number): Pixels {
  const { data, widthPx, heightPx } = picture;
  const width = Math.ceil(widthPx / step) * step;
  const height = Math.ceil(heightPx / step) * step;
  if (width === widthPx && height === heightPx) return picture;
  const more = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = Math.min(y, heightPx - 1) * widthPx * 3;
    const to = y * width * 3;
    more.set(data.subarray(from, from + widthPx * 3), to);
    const last = data.subarray(from + (widthPx - 1) * 3, from + widthPx * 3);
    for (let x = widthPx; x < width; x++) more.set(last, to + x * 3);
  }
  return { data: more, widthPx: width, heightPx: height };
}

/** The upper left part. */
export function cropped(picture: Pixels, widthPx: number, heightPx: number): Pixels {
  const { data, widthPx: from } = picture;
  if (from === widthPx && picture.heightPx === heightPx) return picture;
  const part = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    part.set(data.subarray(y * from * 3, (y * from + widthPx) * 3), y * widthPx * 3);
  }
  return { data: part, widthPx, heightPx };
}

/** Bilinear between pixel centres; good for factors from a half to two. */
export function scaled(picture: Pixels, widthPx: number, heightPx: number): Pixels {
  const { data, widthPx: width } = picture;
  const columns = stepsOf(width, widthPx);
  const rows = stepsOf(picture.heightPx, heightPx);
  const out = new Uint8Array(widthPx * heightPx * 3);
  let to = 0;
  for (const row of rows) {
    const top = row.low * width;
    const bottom = row.high * width;
    for (const { low, high, share } of columns) {
      for (let channel = 0; channel < 3; channel++) {
        const a = data[(top + low) * 3 + channel] as number;
        const b = data[(top + high) * 3 + channel] as number;
        const c = data[(bottom + low) * 3 + channel] as number;
        const d = data[(bottom + high) * 3 + channel] as number;
        const upper = a + (b - a) * share;
        out[to++] = upper + (c + (d - c) * share - upper) * row.share + 0.5;
      }
    }
  }
  return { data: out, widthPx, heightPx };
}

function stepsOf(length: number, wanted: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: wanted }, (_, to) => {
    const at = Math.min(length - 1, Math.max(0, ((to + 0.5) * length) / wanted - 0.5));
    const low = Math.floor(at);
    return { low, high: Math.min(length - 1, low + 1), share: at - low };
  });
}
