import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Hook, Locale, Tone } from "../core/attributes.ts";
import { type Copy, WrittenKind } from "../core/copy.ts";
import { Title } from "../core/title.ts";
import { openCopywriter } from "../models/copy/writer.ts";
import { caption } from "../pipeline/caption.ts";
import { planBriefs } from "../pipeline/plan.ts";
import { echoesIn, runsOf } from "../pipeline/words/echo.ts";

/**
 * How the words fare: every sample title in both languages, with `ARMS` creatives a title that differ in tone and hook
 * and know what the ones before them say. `node bench/words.ts [--texts]`.
 */
const ARMS = 4;
const root = join(import.meta.dirname, "..");
const showTexts = process.argv.includes("--texts");

const titles = z.array(Title).parse(JSON.parse(await readFile(join(root, "samples/titles.json"), "utf8")));
const text = await openCopywriter({ folder: join(root, "models/weights/copy") });
const signal = new AbortController().signal;

const refused: Record<string, number> = {};
const lines = { all: 0, model: 0, synopsis: 0, stoodIn: 0 };
const kinds: Record<string, { all: number; synopsis: number; stoodIn: number }> = {};
let judged = 0;
let copies = 0;
const distinct: number[] = [];
const began = performance.now();

for (const title of titles) {
  const siblings: Copy[] = [];
  const [brief] = planBriefs({ title, clusters: [], armsPerCluster: 1, seed: 7 });
  for (let arm = 0; brief && arm < ARMS; arm++) {
    const tone = Tone.options[arm % Tone.options.length] ?? "epic";
    const hook = Hook.options[(arm + Math.floor(arm / Tone.options.length)) % Hook.options.length] ?? "hero";
    const made = { ...brief, seed: brief.seed + arm, attributes: { ...brief.attributes, tone, hook } };
    const said = Locale.options.flatMap((locale) => echoesIn(siblings, brief.texts[locale]));
    const { copy } = await caption.run({ brief: made, pictures: {}, renditions: [] }, { text, said }, signal);
    for (const locale of Locale.options) {
      const words = copy[locale];
      if (!words) continue;
      siblings.push(words);
      count(words);
      if (showTexts) show(title.id, locale, `${tone} ${hook}`, words);
    }
  }
  distinct.push(distinctness(siblings));
}
await text.close();

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
console.log(
  `\n${copies} copies, ${lines.all} lines, ${judged} candidates, ${Math.round((performance.now() - began) / copies)} ms a copy`,
);
console.log("refused by gate:");
for (const [gate, n] of Object.entries(refused).sort(([, a], [, b]) => b - a))
  console.log(`  ${gate}: ${percent(n, judged)}`);
console.log(
  `written lines: model ${percent(lines.model, lines.all)}, synopsis edits ${percent(lines.synopsis, lines.all)}, stood in ${percent(lines.stoodIn, lines.all)}`,
);
for (const [kind, n] of Object.entries(kinds))
  console.log(`  ${kind}: synopsis ${percent(n.synopsis, n.all)}, stood in ${percent(n.stoodIn, n.all)}`);
console.log(
  `distinct three-word runs within a title: ${percent(Math.min(...distinct), 1)} to ${percent(Math.max(...distinct), 1)}`,
);

function count(copy: Copy): void {
  copies++;
  judged += copy.judged;
  for (const [gate, n] of Object.entries(copy.refused)) refused[gate] = (refused[gate] ?? 0) + n;
  for (const { kind, source, failed } of copy.lines) {
    if (!WrittenKind.options.some((one) => one === kind)) continue;
    const of = kinds[kind] ?? { all: 0, synopsis: 0, stoodIn: 0 };
    kinds[kind] = of;
    for (const counts of [lines, of]) {
      counts.all++;
      if (failed) counts.stoodIn++;
      else if (source === "synopsis") counts.synopsis++;
    }
    if (source === "model") lines.model++;
  }
}

/** The share of three-word runs that one line only says, over all headlines, subjects and push texts of a title. */
function distinctness(copies: readonly Copy[]): number {
  const runs = copies.flatMap(({ lines }) =>
    lines
      .filter(({ kind }) => kind === "headline" || kind === "subject" || kind === "push")
      .flatMap(({ text }) => runsOf(text, { title: "" })),
  );
  return new Set(runs).size / Math.max(1, runs.length);
}

function show(title: string, locale: Locale, what: string, copy: Copy): void {
  console.log(`## ${title} ${locale} ${what}`);
  for (const line of copy.lines)
    console.log(
      `  ${line.kind} [${line.channels}] ${line.source} ${line.score ?? ""} ${line.failed ?? ""}\n      ${line.text}`,
    );
}
