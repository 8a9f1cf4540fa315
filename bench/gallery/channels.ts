/** Makes docs/channels.md, and a contact sheet of all channels with the shipped painter. `node bench/gallery/channels.ts` */
import { mkdir, writeFile } from "node:fs/promises";
import sharp, { type OverlayOptions } from "sharp";
import { ChannelName } from "../../core/channel.ts";
import type { Brief } from "../../core/creative.ts";
import { Title } from "../../core/title.ts";
import { openPainter } from "../../models/paint/painter.ts";
import { paint } from "../../pipeline/paint.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { sketch } from "../../pipeline/sketch.ts";
import { style } from "../../pipeline/style.ts";
import titles from "../../samples/titles.json" with { type: "json" };
import { channelsPage } from "./channels-page.ts";

const docs = new URL("../../docs/", import.meta.url);
const signal = new AbortController().signal;
const ROWS = 6;
const HEIGHT = 220;
const GAP = 5;
// Drawn once and kept: the sheet shows what the samples get, not a choice of the best.
const SEED = 11;

const image = await openPainter({ folder: new URL("../../models/weights/paint/", import.meta.url), threads: 1 });
const pieces: OverlayOptions[] = [];
let width = 0;
for (let row = 0; row < ROWS; row++) {
  const [plan] = planBriefs({ title: Title.parse(titles[row]), clusters: [], armsPerCluster: 1, seed: SEED + row }) as [
    Brief,
  ];
  const text = row % 2 ? plan.texts.uk : plan.texts.en;
  const brief: Brief = { ...plan, texts: text ? { [row % 2 ? "uk" : "en"]: text } : {} };
  const painted = await paint.run(await sketch.run(brief, {}, signal), { image }, signal);
  const { renditions } = await style.run(painted, {}, signal);
  let left = 0;
  for (const channel of ChannelName.options) {
    // JPEG is the one format that all of them take.
    const file = renditions.find((one) => one.channel === channel && one.format === "jpeg" && one.density === 1);
    if (!file) throw new Error(`${channel} has no JPEG`);
    const across = Math.round((HEIGHT * file.widthPx) / file.heightPx);
    const input = await sharp(file.bytes).resize(across, HEIGHT).png().toBuffer();
    pieces.push({ input, left, top: row * (HEIGHT + GAP) });
    left += across + GAP;
  }
  width = left - GAP;
}
await image.close();

await mkdir(new URL("pictures/channels/", docs), { recursive: true });
const height = ROWS * (HEIGHT + GAP) - GAP;
await sharp({ create: { width, height, channels: 3, background: "#ffffff" } })
  .composite(pieces)
  .webp({ quality: 72, effort: 6 })
  .toFile(new URL("pictures/channels/sheet.webp", docs).pathname);
await writeFile(new URL("channels.md", docs), channelsPage());
