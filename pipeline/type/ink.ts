import sharp from "sharp";
import type { Face } from "./face.ts";
import { fontOf } from "./markup.ts";

/** Coverage of a piece of text, 0..255 a pixel, row-major, cut to its ink. */
export type Ink = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

export type Align = "left" | "centre" | "right";

// Twice the broadest frame at twice its density.
const MOST_PX = 8_192;

const registered = new Set<string>();

/** Makes a font file known to Pango, which keeps it for the life of the process. */
async function register(face: Face): Promise<void> {
  if (registered.has(face.file)) return;
  await sharp({ text: { text: ".", font: `${fontOf(face)} 8`, fontfile: face.file, dpi: 72 } })
    .raw()
    .toBuffer();
  registered.add(face.file);
}

/**
 * Draws Pango markup.
 *
 * @param faces every face that the markup names
 * @param mostPx a line broader than this is wrapped, within a word if need be: nothing grows without an end
 * @returns the ink, cut to its edges; 1 x 1 empty pixel when nothing is drawn
 */
export async function drawInk(markup: string, faces: readonly Face[], mostPx = MOST_PX): Promise<Ink> {
  for (const face of faces) await register(face);
  const { data, info } = await sharp({ text: { text: markup, dpi: 72, width: mostPx, wrap: "word-char" } })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

/** Shrinks ink that would not fit by any other means. */
export async function shrinkInk(ink: Ink, share: number): Promise<Ink> {
  const { data, info } = await sharp(ink.data, { raw: { width: ink.widthPx, height: ink.heightPx, channels: 1 } })
    .resize(Math.max(1, Math.floor(ink.widthPx * share)), Math.max(1, Math.floor(ink.heightPx * share)), {
      fit: "fill",
    })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}
