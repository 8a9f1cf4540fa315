import sharp from "sharp";
import { FACES } from "./type/face.ts";
import { escapeMarkup, fontOf } from "./type/markup.ts";

/** A line of text in a chart; `y` is its middle. */
export type Label = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly anchor: "start" | "middle" | "end";
  readonly bold?: boolean;
};

/**
 * A chart as a PNG: shapes from SVG, words in the fonts that ship with the product, whatever fonts a machine has.
 *
 * @param svg shapes alone, without text
 */
export async function chartPng(svg: string, labels: readonly Label[]): Promise<Buffer> {
  const words = await Promise.all(labels.filter(({ text }) => text !== "").map(printed));
  return sharp(Buffer.from(svg)).composite(words).png({ compressionLevel: 9, palette: true }).toBuffer();
}

async function printed({ text, x, y, sizePx, colour, anchor, bold = false }: Label) {
  const face = bold ? FACES.notoSansBold : FACES.notoSans;
  const markup = `<span foreground="${colour}" size="${Math.round(sizePx * 1024)}">${escapeMarkup(text)}</span>`;
  const { data, info } = await sharp({
    text: { text: markup, font: fontOf(face), fontfile: face.file, rgba: true, dpi: 72 },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  const left = anchor === "start" ? x : anchor === "end" ? x - info.width : x - info.width / 2;
  return { input: data, left: Math.round(left), top: Math.round(y - info.height / 2) };
}
