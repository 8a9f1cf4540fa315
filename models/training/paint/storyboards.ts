/**
 * Draws the storyboards that the painter is trained on, as raw RGB with a description beside it.
 *
 *   node models/training/paint/storyboards.ts <first> <count> [portrait every]
 *
 * Scene k is drawn from seed TRAINING_BASE + k; the base and what follows it are reserved for training and never used by the app's samples.
 */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Composition, Concept, FocalSide, Mood, PaletteName } from "../../../core/attributes.ts";
import { PALETTES } from "../../../core/palettes.ts";
import { randomFrom } from "../../../core/random.ts";
import { diceFrom } from "../../../pipeline/storyboard/dice.ts";
import { drawStoryboard, type StoryboardRequest } from "../../../pipeline/storyboard/storyboard.ts";
import { TRAINING_BASE, unnamedPalette } from "./evaluate/conditions.ts";

const FOLDER = join(import.meta.dirname, "data");

const [first = 0, count = 1, portraitEvery = 5] = process.argv.slice(2).map(Number);
await mkdir(FOLDER, { recursive: true });
for (let scene = first; scene < first + count; scene++) await drawScene(scene);

async function drawScene(scene: number): Promise<void> {
  const portrait = scene % portraitEvery === portraitEvery - 1;
  const request = requestFor(scene, portrait ? 544 : 960, portrait ? 960 : 544);
  const picture = await drawStoryboard(request);
  const name = join(FOLDER, String(scene).padStart(5, "0"));
  await writeFile(`${name}.rgb`, picture.data);
  // The description is written last, and whole: whoever reads on while this runs sees finished scenes only.
  await writeFile(`${name}.part`, JSON.stringify(request));
  await rename(`${name}.part`, `${name}.json`);
}

function requestFor(scene: number, widthPx: number, heightPx: number): StoryboardRequest {
  const seed = (TRAINING_BASE + scene) >>> 0;
  const dice = diceFrom(randomFrom(seed ^ 0xffff_ffff));
  const setting = Concept.options[scene % Concept.options.length] as Concept;
  const extra = dice.whole(0, 2);
  const concepts = [setting];
  for (let index = 0; index < extra; index++) concepts.push(dice.pick(Concept.options as unknown as [Concept]));
  return {
    concepts,
    palette: dice.chance(0.6)
      ? PALETTES[dice.pick(PaletteName.options as unknown as [PaletteName])]
      : unnamedPalette(dice),
    mood: dice.pick(Mood.options as unknown as [Mood]),
    composition: dice.pick(Composition.options as unknown as [Composition]),
    focal: dice.pick(FocalSide.options as unknown as [FocalSide]),
    seed,
    widthPx,
    heightPx,
  };
}
