/**
 * Draws the contact sheets in docs/pictures/painter/: one a concept, with the storyboard and the paintings in every style
 * for three fixed conditions, and comparison.webp with storyboard, procedural target and painting at a large size.
 *
 *   node models/training/paint/contact.ts [concept ... | comparison]
 *   python models/training/paint/evaluate/targets.py models/training/paint/runs/contact   (then again, for the targets)
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type OverlayOptions } from "sharp";
import { Composition, Concept, FocalSide, Mood, PaintStyle, PaletteName } from "../../../core/attributes.ts";
import { PALETTES } from "../../../core/palettes.ts";
import type { Pixels } from "../../../core/picture.ts";
import { drawStoryboard, type StoryboardRequest } from "../../../pipeline/storyboard/storyboard.ts";
import { openPainter } from "../../paint/painter.ts";

const DOCS = join(import.meta.dirname, "../../../docs/pictures/painter");
const KEPT = join(import.meta.dirname, "runs", "contact");
/** Tiles of a concept's sheet, and of the comparison. */
const WIDE = { width: 288, height: 162 };
const TALL = { width: 216, height: 324 };
const LARGE = { width: 720, height: 408 };
/** All sheets together stay below 3.5 MB. */
const MOST_SHEET_BYTES = 112_000;
const MOST_COMPARISON_BYTES = 760_000;
/** The seeds are fixed and were never chosen by their looks. */
const FIRST_SEED = 9000;

const columns = ["storyboard", ...PaintStyle.options];
const wanted = process.argv.slice(2);
await mkdir(DOCS, { recursive: true });
await mkdir(KEPT, { recursive: true });
const painter = await openPainter({ folder: new URL("../../weights/paint/", import.meta.url), threads: 1 });
for (const concept of Concept.options) if (wanted.length === 0 || wanted.includes(concept)) await drawSheet(concept);
if (wanted.length === 0 || wanted.includes("comparison")) await drawComparison();
await painter.close();
await writeFile(join(DOCS, "README.md"), description());

function rowsOf(concept: Concept): StoryboardRequest[] {
  const number = Concept.options.indexOf(concept);
  return [0, 1, 2].map((row) => {
    const turn = number + row * 3;
    const size = row === 2 ? { widthPx: 640, heightPx: 960 } : { widthPx: 960, heightPx: 540 };
    return {
      concepts: [concept],
      palette: PALETTES[PaletteName.options[(turn * 3) % PaletteName.options.length] as PaletteName],
      mood: Mood.options[(number + row) % Mood.options.length] as Mood,
      composition: Composition.options[row] as Composition,
      focal: FocalSide.options[(number + row) % FocalSide.options.length] as FocalSide,
      seed: FIRST_SEED + 3 * number + row,
      ...size,
    };
  });
}

async function drawSheet(concept: Concept): Promise<void> {
  const tiles: OverlayOptions[] = [];
  const rows = rowsOf(concept);
  for (const [row, request] of rows.entries()) {
    const storyboard = await drawStoryboard(request);
    const tile = row === 2 ? TALL : WIDE;
    const side = (WIDE.width - tile.width) / 2;
    const pictures = [storyboard];
    for (const style of PaintStyle.options) pictures.push(await paint(storyboard, style, request.seed));
    for (const [column, picture] of pictures.entries())
      tiles.push({ input: await png(picture, tile), left: column * WIDE.width + side, top: row * WIDE.height });
  }
  const size = { width: columns.length * WIDE.width, height: 2 * WIDE.height + TALL.height };
  const bytes = await save(tiles, size, join(DOCS, `${concept}.webp`), MOST_SHEET_BYTES);
  console.log(`${concept}: ${Math.round(bytes / 1000)} kB`);
}

/** One row a style, each of another concept; the target is left out where targets.py has not painted it yet. */
async function drawComparison(): Promise<void> {
  const tiles: OverlayOptions[] = [];
  for (const [row, style] of PaintStyle.options.entries()) {
    const concept = (["castle", "garden", "forest", "sea", "city", "train"] as const)[row] as Concept;
    const request: StoryboardRequest = {
      ...(rowsOf(concept)[row % 2] as StoryboardRequest),
      widthPx: 960,
      heightPx: 544,
    };
    const storyboard = await drawStoryboard(request);
    await writeFile(join(KEPT, `${style}.rgb`), storyboard.data);
    await writeFile(join(KEPT, `${style}.json`), JSON.stringify(request));
    const data = await readFile(join(KEPT, `${style}-${style}.rgb`)).catch(() => null);
    if (data === null) console.log(`no target for ${style} in ${KEPT} yet`);
    const target = data === null ? null : { data, widthPx: 960, heightPx: 544 };
    for (const [column, picture] of [storyboard, target, await paint(storyboard, style, request.seed)].entries())
      if (picture !== null)
        tiles.push({ input: await png(picture, LARGE), left: column * LARGE.width, top: row * LARGE.height });
  }
  const size = { width: 3 * LARGE.width, height: PaintStyle.options.length * LARGE.height };
  const bytes = await save(tiles, size, join(DOCS, "comparison.webp"), MOST_COMPARISON_BYTES);
  console.log(`comparison: ${Math.round(bytes / 1000)} kB`);
}

async function paint(storyboard: Pixels, style: PaintStyle, seed: number): Promise<Pixels> {
  const wish = { storyboard, styles: { [style]: 1 }, strength: 1, quality: "full", prompt: "", seed } as const;
  return painter.paint(wish, AbortSignal.timeout(600_000));
}

function png(picture: Pixels, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 as const };
  return sharp(picture.data, { raw }).resize(width, height, { fit: "fill" }).png({ compressionLevel: 1 }).toBuffer();
}

/** Lowers the quality until the sheet fits. @returns its bytes */
async function save(
  tiles: OverlayOptions[],
  size: { width: number; height: number },
  path: string,
  most: number,
): Promise<number> {
  const sheet = await sharp({ create: { ...size, channels: 3, background: "#101010" } })
    .composite(tiles)
    .png({ compressionLevel: 1 })
    .toBuffer();
  for (let quality = 86; ; quality -= 6) {
    const bytes = await sharp(sheet).webp({ quality, effort: 4 }).toBuffer();
    if (bytes.length > most && quality > 26) continue;
    await writeFile(path, bytes);
    return bytes.length;
  }
}

function description(): string {
  const table = Concept.options.flatMap((concept) =>
    rowsOf(concept).map(
      (row, index) =>
        `| [${concept}](${concept}.webp) | ${index + 1} | ${row.composition}, ${row.mood}, ${row.focal} | ${row.palette.join(" ")} | ${row.seed} | ${row.widthPx}x${row.heightPx} |`,
    ),
  );
  return `# Contact sheets of the painter

One sheet a concept. Columns: ${columns.join(", ")}. Rows: the three conditions below. The seeds are fixed and were not
chosen by their looks; every picture was painted at its full size and then reduced. [comparison.webp](comparison.webp)
shows, for one scene a style, the storyboard, the procedural target and the network's painting.

Made by \`node models/training/paint/contact.ts\`.

| sheet | row | composition, mood, focal side | palette | seed | size |
| --- | --- | --- | --- | --- | --- |
${table.join("\n")}
`;
}
