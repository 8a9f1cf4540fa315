import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { createWorker, OEM, PSM, type Worker } from "tesseract.js";
import type { Box } from "../../pipeline/light/ground.ts";
import { type Grey, inBlackOnWhite } from "./binarise.ts";
import { linesOf } from "./lines.ts";

/** Tesseract's own languages for ours. */
const LANGUAGES = { en: "eng", uk: "ukr" } as const;

/** Reads text from pictures; it knows nothing of how they were made. */
export type Reader = {
  /**
   * @param bytes an encoded picture
   * @param box where a title is said to stand
   * @returns what is written there, as one line
   */
  read(bytes: Uint8Array, box: Box): Promise<string>;
  close(): Promise<void>;
};

// Of the box's shorter side: what crosses the rim of the cut is not the title's.
const MARGIN = 0.05;
// The page is read at a size where the thinnest strokes are a few pixels broad.
const PAGE_HEIGHT_PX = 480;
const MOST_PAGE_WIDTH_PX = 1_600;
// Tesseract's network scales every line to 36 px; which enlargement it reads best differs from face to face.
const WAYS: readonly (readonly [PSM, number])[] = [
  [PSM.SINGLE_LINE, 72],
  [PSM.SINGLE_LINE, 36],
  [PSM.SINGLE_LINE, 48],
  [PSM.SINGLE_WORD, 48],
  [PSM.SINGLE_WORD, 72],
];
// Of a line that no way reads, the whole page tells more.
const UNSURE = 45;
const PAGE_HEIGHTS_PX = [180, 280];
const SURE = 90;

/** Opens Tesseract with language data from npm packages: no network, no cache. */
export async function openReader(locale: keyof typeof LANGUAGES): Promise<Reader> {
  const language = LANGUAGES[locale];
  const home = dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`));
  const worker = await createWorker(language, OEM.LSTM_ONLY, {
    langPath: join(home, "4.0.0_best_int"),
    gzip: true,
    cacheMethod: "none",
  });
  return {
    async read(bytes, box) {
      const page = await pageIn(bytes, box);
      const lines: Reading[] = [];
      for (const line of linesOf(page)) lines.push(await readIn(worker, line, WAYS));
      const apart = joined(lines);
      if (apart.confidence >= UNSURE) return apart.text;
      const whole = await readIn(
        worker,
        page,
        PAGE_HEIGHTS_PX.map((heightPx) => [PSM.SINGLE_BLOCK, heightPx] as const),
      );
      return whole.confidence > apart.confidence ? joined([whole]).text : apart.text;
    },
    close: async () => void (await worker.terminate()),
  };
}

/** The title's part of a picture, enlarged, in black on white. */
async function pageIn(bytes: Uint8Array, box: Box): Promise<Grey> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const margin = Math.round(MARGIN * Math.min(box.width, box.height)) + 3;
  const left = Math.max(0, box.x - margin);
  const top = Math.max(0, box.y - margin);
  const cut = {
    left,
    top,
    width: Math.min(width, box.x + box.width + margin) - left,
    height: Math.min(height, box.y + box.height + margin) - top,
  };
  const scale = Math.min(PAGE_HEIGHT_PX / cut.height, MOST_PAGE_WIDTH_PX / cut.width);
  const { data, info } = await sharp(bytes)
    .extract(cut)
    .resize(Math.round(cut.width * scale), Math.round(cut.height * scale), { fit: "fill", kernel: "lanczos3" })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return inBlackOnWhite({ data: new Uint8Array(data), widthPx: info.width, heightPx: info.height });
}

type Reading = { readonly text: string; readonly confidence: number };

/** One text, as sure as its least sure part. */
const joined = (parts: readonly Reading[]): Reading => ({
  text: parts
    .map(({ text }) => text)
    .join(" ")
    .replace(/\s+/gu, " ")
    .trim(),
  confidence: Math.min(...parts.map(({ confidence }) => confidence)),
});

/** Reads a page or a line in one way after another until Tesseract is sure of it; else as it is surest. */
async function readIn(worker: Worker, page: Grey, ways: typeof WAYS): Promise<Reading> {
  let best: Reading = { text: "", confidence: -1 };
  for (const [mode, heightPx] of ways) {
    await worker.setParameters({ tessedit_pageseg_mode: mode, user_defined_dpi: "200" });
    const { data } = await worker.recognize(await pictureOf(page, heightPx));
    const reading = { text: data.text.trim(), confidence: data.text.trim() === "" ? 0 : data.confidence };
    if (reading.confidence > best.confidence) best = reading;
    if (best.confidence >= SURE) break;
  }
  return best;
}

const pictureOf = ({ data, widthPx, heightPx }: Grey, height: number): Promise<Buffer> =>
  sharp(data, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .resize({ height })
    .extend({ top: 10, bottom: 10, left: 10, right: 10, background: "white" })
    .png()
    .toBuffer();
