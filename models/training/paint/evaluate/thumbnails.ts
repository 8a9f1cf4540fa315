/**
 * Draws small storyboards of training conditions for classifier.py: thumbnails.rgb (count x 96 x 96 x 3 bytes, every
 * frame squeezed to a square) and thumbnails.json (the setting's number of each).
 *
 *   node models/training/paint/evaluate/thumbnails.ts [count]
 */
import { appendFile, mkdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { Concept } from "../../../../core/attributes.ts";
import type { Pixels } from "../../../../core/picture.ts";
import { drawStoryboard } from "../../../../pipeline/storyboard/storyboard.ts";
import { heldOut, TRAINING_BASE } from "./conditions.ts";

export const SIDE = 96;

/** The whole frame on 96x96 pixels: what the classifier looks at. */
export async function thumbnail({ data, widthPx, heightPx }: Pixels): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(SIDE, SIDE, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
}

/** Finished thumbnails are left alone: a run that was stopped goes on where it was. */
async function drawAll(count: number): Promise<void> {
  const folder = join(import.meta.dirname, "..", "runs", "classifier");
  await mkdir(folder, { recursive: true });
  const place = join(folder, "thumbnails.rgb");
  const size = SIDE * SIDE * 3;
  const kept = await stat(place).catch(() => null);
  const first = Math.floor((kept?.size ?? 0) / size);
  if (kept !== null) await truncate(place, first * size);
  for (let index = first; index < count; index++) {
    const request = heldOut(index, TRAINING_BASE);
    const small = { widthPx: request.widthPx / 4, heightPx: request.heightPx / 4 };
    await appendFile(place, await thumbnail(await drawStoryboard({ ...request, ...small })));
    if (index % 100 === 99) console.log(`${index + 1} of ${count}`);
  }
  const labels = Array.from({ length: Math.max(first, count) }, (_, index) =>
    Concept.options.indexOf(heldOut(index, TRAINING_BASE).concepts[0] as Concept),
  );
  await writeFile(join(folder, "thumbnails.json"), JSON.stringify({ concepts: Concept.options, labels }));
}

if (import.meta.main) await drawAll(Number(process.argv[2] ?? 4800));
