import { mkdir } from "node:fs/promises";
import sharp, { type OverlayOptions } from "sharp";
import { type Composition, type FocalSide, type PaletteName, Treatment } from "../../core/attributes.ts";
import { CHANNELS, type ChannelName, frameOf, MASTERS } from "../../core/channel.ts";
import type { Brief } from "../../core/creative.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { openPainter } from "../../models/paint/painter.ts";
import { cutFrame } from "../../pipeline/frame/cut.ts";
import { grade } from "../../pipeline/light/grade.ts";
import { readGround } from "../../pipeline/light/ground.ts";
import { tinyBrief } from "../../pipeline/tiny.ts";
import { setTitle } from "../../pipeline/type/treatment.ts";
import { masterOf } from "../ocr/rendition.ts";

/**
 * The pictures of docs/type.md: every treatment in a wide and a tall frame, and titles in nine scripts, painted by the
 * network.
 *
 *   node bench/gallery/type.ts
 */
const OUT = new URL("../../docs/pictures/type/", import.meta.url);
const painter = await openPainter({ folder: new URL("../../models/weights/paint/", import.meta.url), threads: 1 });

type Scene = {
  readonly concepts: Brief["concepts"];
  readonly palette: PaletteName;
  readonly composition: Composition;
  readonly focal: FocalSide;
  readonly style: Brief["attributes"]["style"];
};
const SCENES: readonly Scene[] = [
  { concepts: ["snow", "mountains"], palette: "frost", composition: "vista", focal: "left", style: "watercolour" },
  { concepts: ["castle", "fog"], palette: "noir", composition: "figure", focal: "right", style: "noir" },
  { concepts: ["sea", "storm"], palette: "tide", composition: "vista", focal: "right", style: "oil" },
  { concepts: ["desert", "fire"], palette: "ember", composition: "figure", focal: "left", style: "oil" },
  { concepts: ["stage", "festival"], palette: "dusk", composition: "figure", focal: "right", style: "gouache" },
];

const NAMES = ["A Trip to the Moon", "Nosferatu", "20,000 Leagues Under the Sea", "The Thief of Bagdad", "Metropolis"];
const SCRIPTS = [
  "Título",
  "Тіні забутих предків",
  "千と千尋の神隠し",
  "בלדה על מסך, לנצח!",
  "بيروت، مدينة الأحلام",
  "हिन्दी मध्यरात्रि",
  "ไทยราตรีสวัสดิ์",
  "한국어 기생충",
  "Ελλάδα",
];

const briefs = SCENES.map(({ concepts, ...attributes }, nth) => {
  const brief = tinyBrief({ concepts, seed: 11 + nth });
  return {
    ...brief,
    attributes: { ...brief.attributes, mood: "dark" as const, emphasis: "medium" as const, ...attributes },
  };
});
const masters = new Map<string, Awaited<ReturnType<typeof masterOf>>>();

async function titled(nth: number, channel: ChannelName, name: string, treatment: Treatment): Promise<Pixels> {
  const scene = nth % SCENES.length;
  const brief = briefs[scene] as Brief;
  const { shape } = CHANNELS[channel];
  const master = masters.get(`${scene} ${shape}`) ?? (await masterOf(brief, shape, painter));
  masters.set(`${scene} ${shape}`, master);
  const { mood, palette, composition, focal } = brief.attributes;
  const { picture, subject, keep } = await cutFrame(master, frameOf(channel, 1));
  const graded = grade(picture, mood, PALETTES[palette], 3);
  const { pixels } = await setTitle(graded, readGround(graded), {
    name,
    facts: ["1925", "Odesa"],
    treatment,
    palette: PALETTES[palette],
    composition,
    focal,
    frame: { ...frameOf(channel, 1), density: 1, subject, keep },
  });
  return pixels;
}

/** Pictures of one height in rows, on a dark ground. */
async function sheet(file: string, rows: readonly (readonly Pixels[])[], heightPx: number): Promise<void> {
  const tiles: OverlayOptions[] = [];
  let widthPx = 0;
  for (const [row, pictures] of rows.entries()) {
    let left = 0;
    for (const { data, widthPx: width, heightPx: height } of pictures) {
      const raw = { width, height, channels: 3 as const };
      const scaled = await sharp(data, { raw })
        .resize({ height: heightPx })
        .png()
        .toBuffer({ resolveWithObject: true });
      tiles.push({ input: scaled.data, left, top: row * (heightPx + 8) });
      left += scaled.info.width + 8;
    }
    widthPx = Math.max(widthPx, left - 8);
  }
  const height = rows.length * (heightPx + 8) - 8;
  await sharp({ create: { width: widthPx, height, channels: 3, background: "#222" } })
    .composite(tiles)
    .webp({ quality: 72 })
    .toFile(new URL(file, OUT).pathname);
}

await mkdir(OUT, { recursive: true });
const pairs: Pixels[][] = [];
for (const [nth, treatment] of Treatment.options.entries()) {
  const name = NAMES[nth % NAMES.length] as string;
  pairs.push([await titled(nth, "push", name, treatment), await titled(nth, "poster", name, treatment)]);
}
const inRows = <T>(items: readonly T[], each: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / each) }, (_, row) => items.slice(row * each, (row + 1) * each));
await sheet(
  "treatments.webp",
  inRows(pairs, 2).map((row) => row.flat()),
  320,
);

const scripts: Pixels[] = [];
for (const [nth, name] of SCRIPTS.entries()) {
  const treatment = Treatment.options[(3 * nth) % Treatment.options.length] as Treatment;
  scripts.push(await titled(nth, "push", name, treatment));
}
await sheet("scripts.webp", inRows(scripts, 3), 300);
await painter.close();
console.log(`masters of ${MASTERS.wide.widthPx} and ${MASTERS.tall.widthPx} px painted: ${masters.size}`);
