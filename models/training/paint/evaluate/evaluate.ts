/**
 * Measures the shipped painter on conditions that nobody trained on, in every style, beside the bare storyboards.
 *
 *   node models/training/paint/evaluate/evaluate.ts [--seconds 330] [--conditions 96] [--weights models/weights/paint]
 *
 * Concepts, palette, focal side and likeness at 640x360 and 416x624, in an order that keeps the set balanced wherever the
 * time ends it; then texture at 960x544 for a few conditions, beside the procedural targets where targets.py has made
 * them. The last lines are the table for the model card; runs/evaluate/report.json holds the same in figures.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Concept, PaintStyle } from "../../../../core/attributes.ts";
import type { Pixels } from "../../../../core/picture.ts";
import { drawStoryboard, type StoryboardRequest } from "../../../../pipeline/storyboard/storyboard.ts";
import { openPainter } from "../../../paint/painter.ts";
import { heldOut } from "./conditions.ts";
import { focalCentre, isOnSide } from "./focus.ts";
import { openJudge } from "./judge.ts";
import { descriptor, nearestDistances } from "./likeness.ts";
import { LEAST_SHARE, paletteFit } from "./palette.ts";
import { type Texture, textureOf } from "./texture.ts";
import { SIDE } from "./thumbnails.ts";

type Subject = PaintStyle | "storyboard";
type Figures = {
  right: boolean | null;
  concept: Concept;
  difference: number;
  unseen: number;
  onSide: boolean;
  look: Float32Array;
};

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "330" },
    conditions: { type: "string", default: "96" },
    weights: { type: "string", default: join(import.meta.dirname, "../../../weights/paint") },
  },
});
const runs = join(import.meta.dirname, "..", "runs");
const place = join(runs, "evaluate");
await mkdir(place, { recursive: true });
const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;
const limit = Number(values.seconds);

const painter = await openPainter({ folder: pathToFileURL(`${values.weights}/`), threads: 1 });
const judge = await openJudge(join(runs, "classifier"));
if (judge === null)
  console.log("no classifier in runs/classifier: run thumbnails.ts and classifier.py for the concepts");

const figures = new Map<Subject, Figures[]>();
const textures = new Map<Subject, Texture[]>();
const targets = new Map<Subject, Texture[]>();
const done = await measureConditions();
await measureTextures();
await painter.close();
await judge?.close();
await report();

async function measureConditions(): Promise<number> {
  const count = Number(values.conditions);
  for (let index = 0; index < count; index++) {
    if (seconds() > limit * 0.8) return index;
    const asked = heldOut(index);
    const portrait = asked.heightPx > asked.widthPx;
    const request = { ...asked, ...(portrait ? { widthPx: 416, heightPx: 624 } : { widthPx: 640, heightPx: 360 }) };
    const storyboard = await drawStoryboard(request);
    await measure("storyboard", request, storyboard);
    for (const style of PaintStyle.options) await measure(style, request, await paint(storyboard, style, request.seed));
    console.log(`${index + 1} of ${count} conditions, ${seconds().toFixed(0)} s of ${limit}`);
  }
  return count;
}

async function paint(storyboard: Pixels, style: PaintStyle, seed: number): Promise<Pixels> {
  const wish = { storyboard, styles: { [style]: 1 }, strength: 1, quality: "full", prompt: "", seed } as const;
  return painter.paint(wish, AbortSignal.timeout(120_000));
}

async function measure(subject: Subject, request: StoryboardRequest, picture: Pixels): Promise<void> {
  const fit = paletteFit(picture, request.palette);
  const concept = request.concepts[0] as Concept;
  const named = await judge?.name(picture);
  add(figures, subject, {
    right: named === undefined ? null : named === concept,
    concept,
    difference: fit.mean,
    unseen: fit.shares.filter((share) => share < LEAST_SHARE).length / fit.shares.length,
    onSide: isOnSide(focalCentre(picture), request.focal),
    look: descriptor(picture),
  });
}

/** Full-size pictures of a few conditions; targets lie in runs/evaluate as `<index>-<style>.rgb`, written by targets.py. */
async function measureTextures(): Promise<void> {
  for (let index = 0; index < 24 && seconds() < limit; index += 3) {
    const request = { ...heldOut(index), widthPx: 960, heightPx: 544 };
    const storyboard = await drawStoryboard(request);
    const name = String(index).padStart(3, "0");
    await writeFile(join(place, `${name}.rgb`), storyboard.data);
    await writeFile(join(place, `${name}.json`), JSON.stringify(request));
    add(textures, "storyboard", textureOf(storyboard));
    for (const style of PaintStyle.options) {
      add(textures, style, textureOf(await paint(storyboard, style, request.seed)));
      const data = await readFile(join(place, `${name}-${style}.rgb`)).catch(() => null);
      if (data !== null) add(targets, style, textureOf({ data, widthPx: 960, heightPx: 544 }));
    }
    console.log(`texture of condition ${index}, ${seconds().toFixed(0)} s`);
  }
}

async function report(): Promise<void> {
  const training = await trainingLooks();
  const own = nearestDistances(training, training).toSorted((one, other) => one - other);
  console.log(
    `\n${done} held-out conditions; training storyboards' own nearest pairs: least ${at(own, 0)}, 1 % ${at(own, 0.01)}`,
  );
  console.log(
    "\n| picture | concept, top 1 | CIEDE2000 | colours unseen | focal side | nearest pair | nearest to training | grid 2/4/8 px | specks a Mpx | gradient | gradient to target |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const [subject, rows] of figures) {
    const looks = rows.map(({ look }) => look);
    const pairs = nearestDistances(looks, looks).toSorted((one, other) => one - other);
    const near = nearestDistances(looks, training).toSorted((one, other) => one - other);
    const texture = meanTexture(textures.get(subject) ?? []);
    const target = meanTexture(targets.get(subject) ?? []);
    const right = rows.every((row) => row.right === null) ? "-" : percent(rows.map((row) => Number(row.right)));
    const ratio = target === null || texture === null ? "-" : (texture.gradient / target.gradient).toFixed(2);
    console.log(
      `| ${subject} | ${right} | ${mean(rows.map((row) => row.difference)).toFixed(2)} | ${percent(rows.map((row) => row.unseen))} | ${percent(rows.map((row) => Number(row.onSide)))} | ${at(pairs, 0)} | ${at(near, 0)} | ${grids(texture)}${target === null ? "" : ` (target ${grids(target)})`} | ${texture?.specks.toFixed(0) ?? "-"}${target === null ? "" : ` (${target.specks.toFixed(0)})`} | ${texture?.gradient.toFixed(2) ?? "-"} | ${ratio} |`,
    );
  }
  const painted = [...figures].filter(([subject]) => subject !== "storyboard").flatMap(([, rows]) => rows);
  console.log(
    `\nall paintings: concept ${percent(painted.map((row) => Number(row.right)))}, CIEDE2000 ${mean(painted.map((row) => row.difference)).toFixed(2)}, focal side ${percent(painted.map((row) => Number(row.onSide)))}`,
  );
  const weak = Concept.options
    .map((concept) => ({
      concept,
      share: mean(painted.filter((row) => row.concept === concept).map((row) => Number(row.right))),
    }))
    .filter(({ concept, share }) => share < 0.85 && painted.some((row) => row.concept === concept))
    .map(({ concept, share }) => `${concept} ${(100 * share).toFixed(0)} %`);
  console.log(`concepts below 85 %: ${weak.join(", ") || "none"}; ${seconds().toFixed(0)} s in all`);
  const plain = [...figures].map(([subject, rows]) => ({
    subject,
    rows: rows.map(({ look: _, ...row }) => row),
    texture: meanTexture(textures.get(subject) ?? []),
    target: meanTexture(targets.get(subject) ?? []),
  }));
  await writeFile(
    join(place, "report.json"),
    JSON.stringify({
      conditions: done,
      trainingPairs: { least: own[0], hundredth: own[Math.floor(own.length / 100)] },
      subjects: plain,
    }),
  );
}

/** The training conditions' storyboards as thumbnails.ts left them; a squeezed frame has the same 32x18 cells. */
async function trainingLooks(): Promise<Float32Array[]> {
  const bytes = await readFile(join(runs, "classifier", "thumbnails.rgb")).catch(() => null);
  if (bytes === null) return [];
  const size = SIDE * SIDE * 3;
  const count = Math.min(400, bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    descriptor({ data: bytes.subarray(index * size, (index + 1) * size), widthPx: SIDE, heightPx: SIDE }),
  );
}

function add<Row>(to: Map<Subject, Row[]>, subject: Subject, row: Row): void {
  const rows = to.get(subject);
  if (rows === undefined) to.set(subject, [row]);
  else rows.push(row);
}

function meanTexture(rows: readonly Texture[]): Texture | null {
  if (rows.length === 0) return null;
  const grid = [0, 1, 2].map((index) => mean(rows.map((row) => row.grid[index] as number))) as [number, number, number];
  return { grid, specks: mean(rows.map((row) => row.specks)), gradient: mean(rows.map((row) => row.gradient)) };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
}

function percent(shares: readonly number[]): string {
  return `${(100 * mean(shares)).toFixed(1)} %`;
}

function at(sorted: readonly number[], share: number): string {
  return sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1) ?? "-";
}

function grids(texture: Texture | null): string {
  return texture?.grid.map((value) => value.toFixed(1)).join("/") ?? "-";
}
