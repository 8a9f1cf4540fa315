/**
 * Draws docs/pictures/painter-contact-sheet.webp: storyboard, procedural target and network side by side,
 * for fixed seeds outside the training range. Targets are kept in runs/contact/ between calls.
 *
 *   node models/training/paint/contact.ts
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type OverlayOptions } from "sharp";
import type { Concept, PaintStyle, PaletteName } from "../../../core/attributes.ts";
import { PALETTES } from "../../../core/palettes.ts";
import type { Pixels } from "../../../core/picture.ts";
import { drawStoryboard, type StoryboardRequest } from "../../../pipeline/storyboard/storyboard.ts";
import { type PaintNoise, paintNoise } from "../../paint/noise.ts";
import { openPainter } from "../../paint/painter.ts";
import { type Canvas, canvasFrom, pixelsFrom } from "./canvas.ts";
import { paintInk } from "./ink.ts";
import { kuwahara } from "./kuwahara.ts";
import { paintOil } from "./oil.ts";
import { paintWatercolour } from "./watercolour.ts";

type Row = Pick<StoryboardRequest, "mood" | "composition" | "focal"> & {
  concepts: Concept[];
  palette: PaletteName;
  style: PaintStyle;
  seed: number;
};

const ROWS: readonly Row[] = [
  { concepts: ["sea"], palette: "tide", mood: "calm", composition: "vista", focal: "left", style: "oil", seed: 5 },
  {
    concepts: ["city", "neon"],
    palette: "dusk",
    mood: "dark",
    composition: "figure",
    focal: "right",
    style: "oil",
    seed: 8,
  },
  {
    concepts: ["mountains", "snow"],
    palette: "frost",
    mood: "bright",
    composition: "vista",
    focal: "right",
    style: "oil",
    seed: 21,
  },
  {
    concepts: ["castle"],
    palette: "dusk",
    mood: "tense",
    composition: "figure",
    focal: "right",
    style: "watercolour",
    seed: 6,
  },
  {
    concepts: ["garden"],
    palette: "meadow",
    mood: "bright",
    composition: "vista",
    focal: "left",
    style: "watercolour",
    seed: 12,
  },
  {
    concepts: ["space"],
    palette: "neon",
    mood: "dark",
    composition: "vista",
    focal: "centre",
    style: "watercolour",
    seed: 31,
  },
  {
    concepts: ["forest"],
    palette: "sepia",
    mood: "calm",
    composition: "figure",
    focal: "centre",
    style: "ink",
    seed: 7,
  },
  { concepts: ["train"], palette: "noir", mood: "tense", composition: "vista", focal: "left", style: "ink", seed: 15 },
  { concepts: ["fire"], palette: "ember", mood: "dark", composition: "icon", focal: "right", style: "ink", seed: 41 },
];
const [WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT] = [960, 544, 480, 272];

const TARGETS: Readonly<Record<PaintStyle, (source: Canvas, noise: PaintNoise, seed: number) => Canvas>> = {
  oil: (source, noise, seed) => paintOil(source, noise, 1, seed),
  watercolour: (source, noise) => paintWatercolour(kuwahara(source, noise.plan.field, 3), noise, 1),
  ink: (source, noise) => paintInk(kuwahara(source, noise.plan.field, 3), noise, 1),
};

const kept = join(import.meta.dirname, "runs", "contact");
await mkdir(kept, { recursive: true });
const painter = await openPainter({ folder: new URL("../../weights/paint/", import.meta.url), threads: 1 });
const tiles: OverlayOptions[] = [];
for (const [index, row] of ROWS.entries()) {
  const storyboard = await drawStoryboard({ ...row, palette: PALETTES[row.palette], widthPx: WIDTH, heightPx: HEIGHT });
  const painted = await painter.paint(
    { storyboard, styles: { [row.style]: 1 }, strength: 1, quality: "full", prompt: "", seed: row.seed },
    AbortSignal.timeout(600_000),
  );
  const pictures = [storyboard, await targetOf(row, index, storyboard), painted];
  for (const [column, picture] of pictures.entries()) {
    const input = await pngOf(picture, TILE_WIDTH, TILE_HEIGHT);
    tiles.push({ input, left: column * TILE_WIDTH, top: index * TILE_HEIGHT });
  }
  await writeFile(join(kept, `painted-${index}.png`), await pngOf(painted, WIDTH, HEIGHT));
}
await painter.close();
await sharp({ create: { width: 3 * TILE_WIDTH, height: ROWS.length * TILE_HEIGHT, channels: 3, background: "#000" } })
  .composite(tiles)
  .webp({ quality: 82, effort: 4 })
  .toFile(join(import.meta.dirname, "../../../docs/pictures/painter-contact-sheet.webp"));

async function targetOf(row: Row, index: number, storyboard: Pixels): Promise<Pixels> {
  const place = join(kept, `target-${index}.raw`);
  const data = await readFile(place).catch(() => null);
  if (data !== null) return { data, widthPx: WIDTH, heightPx: HEIGHT };
  const target = pixelsFrom(TARGETS[row.style](canvasFrom(storyboard), paintNoise(storyboard, row.seed), row.seed));
  await writeFile(place, target.data);
  return target;
}

function pngOf(picture: Pixels, width: number, height: number): Promise<Buffer> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 as const };
  return sharp(picture.data, { raw }).resize(width, height).png().toBuffer();
}
