/**
 * Measures the storyboards of the held-out conditions: palette, focal side, likeness, by concept and by mood.
 *
 *   node models/training/paint/evaluate/storyboards.ts [count]
 */
import { Concept, FocalSide, Mood } from "../../../../core/attributes.ts";
import { drawStoryboard, type StoryboardRequest } from "../../../../pipeline/storyboard/storyboard.ts";
import { heldOut, TRAINING_BASE } from "./conditions.ts";
import { focalCentre, isOnSide } from "./focus.ts";
import { descriptor, nearestDistances } from "./likeness.ts";
import { LEAST_SHARE, type PaletteFit, paletteFit } from "./palette.ts";

type Row = { request: StoryboardRequest; fit: PaletteFit; centre: number; onSide: boolean; look: Float32Array };

const count = Number(process.argv[2] ?? 408);
const rows: Row[] = [];
const began = performance.now();
let drawing = 0;
for (let index = 0; index < count; index++) {
  const request = heldOut(index);
  const start = performance.now();
  const picture = await drawStoryboard(request);
  drawing += performance.now() - start;
  const centre = focalCentre(picture);
  const onSide = isOnSide(centre, request.focal);
  rows.push({ request, fit: paletteFit(picture, request.palette), centre, onSide, look: descriptor(picture) });
}
const training: Float32Array[] = [];
for (let index = 0; index < count; index++)
  training.push(descriptor(await drawStoryboard({ ...heldOut(index, TRAINING_BASE), widthPx: 240, heightPx: 135 })));

console.log(
  `${count} conditions, ${(drawing / count).toFixed(0)} ms a drawing, ${((performance.now() - began) / 1000).toFixed(0)} s in all`,
);
console.log("group        pictures  CIEDE2000  >10  worst colour  unseen colours  on side");
report("all", rows);
for (const mood of Mood.options)
  report(
    mood,
    rows.filter(({ request }) => request.mood === mood),
  );
for (const side of FocalSide.options)
  report(
    side,
    rows.filter(({ request }) => request.focal === side),
  );
for (const colours of [3, 4])
  report(
    `${colours} colours`,
    rows.filter(({ request }) => request.palette.length === colours),
  );
for (const composition of ["vista", "figure", "icon"])
  report(
    composition,
    rows.filter(({ request }) => request.composition === composition),
  );
for (const concept of Concept.options)
  report(
    concept,
    rows.filter(({ request }) => request.concepts[0] === concept),
  );
const own = nearestDistances(training, training);
const held = nearestDistances(
  rows.map(({ look }) => look),
  [...training, ...rows.map(({ look }) => look)],
);
console.log(`nearest neighbour: training set ${spread(own)}, held out ${spread(held)}`);

function report(name: string, group: readonly Row[]): void {
  if (group.length === 0) return;
  const far = group.filter(({ fit }) => fit.mean > 10).length;
  const worst = mean(group.map(({ fit }) => Math.max(...fit.distances)));
  const unseen = ["shadow", "mid", "light", "accent"].map((_, index) => {
    const place = index === 3 ? -1 : index;
    return group.filter(({ fit }) => (fit.shares.at(place) ?? 1) < LEAST_SHARE).length;
  });
  const side = group.filter(({ onSide }) => onSide).length / group.length;
  console.log(
    `${name.padEnd(12)} ${String(group.length).padStart(8)}  ${mean(group.map(({ fit }) => fit.mean))
      .toFixed(2)
      .padStart(
        9,
      )} ${String(far).padStart(4)}  ${worst.toFixed(1).padStart(12)}  ${unseen.join("/").padStart(14)}  ${(100 * side).toFixed(0).padStart(5)} %`,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `least ${at(0)}, 1 % ${at(0.01)}, median ${at(0.5)}`;
}
