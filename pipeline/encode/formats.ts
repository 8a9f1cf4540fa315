import type { Sharp } from "sharp";
import type { Format } from "../../core/channel.ts";

/** How a format is written, and where its search for a quality begins. */
export type Coding = {
  write(picture: Sharp, quality: number): Sharp;
  /** Below the least, blocks and smears show at arm's length; above the most, files grow and nobody sees it. */
  readonly least: number;
  readonly most: number;
  /** About what ordinary paintings need. */
  readonly quality: number;
  /** How fast what is missing to a likeness of 1 falls: its logarithm, per step of quality. Measured on paintings. */
  readonly slope: number;
};

/*
 * Efforts, measured on titled paintings, one thread, CPU time a megapixel, at equal likeness:
 *   AVIF effort 0: 0.13 s; 1: 0.32 s for files a tenth smaller; 3: 0.85 s, an eighth smaller.
 *   WebP effort 2: 0.05 s; 4: 0.12 s, a twentieth smaller.
 *   JPEG plain: 0.02 s; with mozjpeg's trellis and scans: 0.11 s, a quarter smaller.
 * A creative has some sixteen megapixels in two languages, so AVIF takes the least effort: it is the smallest even so.
 */
export const CODINGS: Readonly<Record<Format, Coding>> = {
  avif: {
    write: (picture, quality) => picture.avif({ quality, effort: 0 }),
    least: 24,
    most: 80,
    quality: 54,
    slope: 0.045,
  },
  webp: {
    write: (picture, quality) => picture.webp({ quality, effort: 2 }),
    least: 40,
    most: 92,
    quality: 78,
    slope: 0.045,
  },
  jpeg: {
    write: (picture, quality) => picture.jpeg({ quality, mozjpeg: true }),
    least: 40,
    most: 92,
    quality: 74,
    slope: 0.04,
  },
};
