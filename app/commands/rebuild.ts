import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isEndpoint, papersOf, parseEndpoint } from "../../adapters/openai/settings.ts";
import type { Creative, MadeCreative } from "../../core/creative.ts";
import type { ModelPapers } from "../../core/ports.ts";
import { glancePapers } from "../../models/papers.ts";
import { listModels } from "../../models/registry.ts";
import { bothPapers } from "../../pipeline/restyle.ts";
import { LIBRARIES, STAGE_VERSIONS } from "../../pipeline/run.ts";
import { creativeIdIn } from "../creative-word.ts";
import type { Flags } from "../main.ts";
import { onInterrupt } from "../models/interrupt.ts";
import { shelvesOf } from "../models.ts";
import { type Comparison, compare, fileNameOf } from "../rebuild/compare.ts";
import { obstacleTo } from "../rebuild/obstacle.ts";
import { storesOn, withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";
import { openStudios } from "../studios.ts";

/** Makes a creative's files and words again from its row, and says whether they are the same. Changes nothing. */
export async function run(settings: Settings, flags: Flags, words: readonly string[]): Promise<void> {
  const id = creativeIdIn(words, "rebuild");
  await withDatabase(settings, async (database) => {
    const creative = await storesOn(database).everywhere.creatives.get(id);
    if (!creative) throw new Error(`There is no creative ${id}.`);
    const why = await obstacleTo(creative, {
      stages: STAGE_VERSIONS,
      papersOf: (model) => papersHere(settings, model),
    });
    if (why) throw new Error(why);
    const made = await madeAgain(settings, creative, onInterrupt("stopped"));
    if (flags.out) await writeFiles(resolve(flags.out), made);
    const comparison = compare(creative, made);
    console.log(flags.json ? JSON.stringify(comparison, null, 2) : inWords(creative, comparison));
    process.exitCode = comparison.holds ? 0 : 1;
  });
}

async function papersHere(settings: Settings, id: string): Promise<ModelPapers | null> {
  const { textUrl, textModel } = settings;
  const endpoint = textUrl ? papersOf(parseEndpoint({ baseUrl: textUrl, model: textModel })) : null;
  if (endpoint?.id === id) return endpoint;
  const [painter = "", stylist] = id.split("+");
  if (stylist !== undefined) {
    const [first, second] = [await papersHere(settings, painter), await papersHere(settings, stylist)];
    return first && second && bothPapers(first, second);
  }
  const entry = (await listModels(shelvesOf(settings), "glance")).find((one) => one.id === id && one.state === "ready");
  return entry ? { id, sha256: (await glancePapers(entry.folder)).sha256 } : null;
}

/** The try that was kept, in a studio as the worker's, with the models that made it the first time. */
async function madeAgain(
  settings: Settings,
  { brief, provenance }: Creative,
  signal: AbortSignal,
): Promise<MadeCreative> {
  if (!provenance) throw new Error(`${brief.creativeId} was never made`);
  const { imageModel, textModel, cutter, retry = 0, echoes = [] } = provenance;
  const words = isEndpoint(textModel) ? {} : { textUrl: undefined, textModel: textModel.id };
  const [painter = "", stylist] = imageModel.id.split("+");
  const pictures = { imageModel: painter, styleModel: stylist, cutoutModel: cutter?.id };
  const chosen = { ...settings, ...words, ...pictures, studios: 1 };
  const { studio } = await openStudios(chosen, console.error, () => false);
  try {
    return await studio.make(brief, signal, { from: retry, most: 1, said: echoes });
  } finally {
    await studio.close();
  }
}

async function writeFiles(folder: string, { renditions, copy }: MadeCreative): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const rendition of renditions) await writeFile(join(folder, fileNameOf(rendition)), rendition.bytes);
  await writeFile(join(folder, "words.json"), `${JSON.stringify(copy, null, 2)}\n`);
}

const STATES: Readonly<Record<Comparison["files"][number]["state"], string>> = {
  same: "the same bytes",
  resigned: "the same picture, another signature",
  differs: "DIFFERS",
  missing: "NOT MADE AGAIN",
  new: "NOT IN THE ROW",
};

export function inWords(creative: Creative, { files, words, holds, signature }: Comparison): string {
  const width = Math.max(...files.map(({ file }) => file.length));
  const rows = files.map(
    ({ file, state, bytes }) => `  ${file.padEnd(width)}  ${`${bytes}`.padStart(8)}  ${STATES[state]}`,
  );
  const resigned = files.some(({ state }) => state === "resigned");
  const then = creative.provenance?.libraries ?? {};
  const others = Object.entries(LIBRARIES).filter(
    ([name, version]) => then[name] !== undefined && then[name] !== version,
  );
  return [
    `${creative.id}: ${files.length} files of “${Object.values(creative.brief.texts)[0]?.name}”`,
    ...rows,
    words.length === 0 ? "  words: the same" : `  words: DIFFER in ${words.join(", ")}`,
    ...(resigned && signature ? [signature] : []),
    ...(holds ? [] : others.map(([name, now]) => `It was made with ${name} ${then[name]}; here is ${now}.`)),
    holds ? "It is the same creative." : "It is NOT the same creative.",
  ].join("\n");
}
