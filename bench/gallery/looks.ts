/** Makes docs/looks.md and a sample picture of every look with the shipped painter. `node bench/gallery/looks.ts` */
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { PALETTES } from "../../core/palettes.ts";
import { openPainter } from "../../models/paint/painter.ts";
import { grade } from "../../pipeline/light/grade.ts";
import { LOOKS } from "../../pipeline/looks/looks.ts";
import { drawStoryboard } from "../../pipeline/storyboard/storyboard.ts";
import { looksPage } from "./looks-page.ts";

const docs = new URL("../../docs/", import.meta.url);
const size = { widthPx: 960, heightPx: 540 };
const SCENES = [
  { concepts: ["sea", "storm"], palette: "tide", mood: "tense", composition: "vista", style: "watercolour", seed: 5 },
  { concepts: ["castle", "fog"], palette: "dusk", mood: "calm", composition: "figure", style: "oil", seed: 5 },
] as const;

const painter = await openPainter({ folder: new URL("../../models/weights/paint/", import.meta.url), threads: 1 });
const graded = [];
for (const { concepts, palette, mood, composition, style, seed } of SCENES) {
  const scene = { concepts, palette: PALETTES[palette], mood, composition, focal: "left", seed, ...size } as const;
  const storyboard = await drawStoryboard(scene);
  const request = { storyboard, styles: { [style]: 1 }, quality: "full", prompt: "", seed } as const;
  const picture = await painter.paint(request, new AbortController().signal);
  graded.push({ palette: PALETTES[palette], picture: grade(picture, mood, PALETTES[palette], seed) });
}
await painter.close();

for (const look of LOOKS) {
  const halves = await Promise.all(
    graded.map(async ({ palette, picture }, at) => {
      const { data } = await look.apply(picture, { palette, seed: 9, ...size });
      const input = await sharp(data, { raw: { width: size.widthPx, height: size.heightPx, channels: 3 } })
        .resize(640)
        .png()
        .toBuffer();
      return { input, left: at * 648, top: 0 };
    }),
  );
  await sharp({ create: { width: 1288, height: 360, channels: 3, background: "#ffffff" } })
    .composite(halves)
    .webp({ quality: 78 })
    .toFile(new URL(`pictures/looks/${look.name}.webp`, docs).pathname);
}
await writeFile(new URL("looks.md", docs), looksPage());
