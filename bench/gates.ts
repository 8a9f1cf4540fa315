import { parseArgs } from "node:util";
import sharp from "sharp";
import { Channels } from "../core/channel.ts";
import { Cluster } from "../core/cluster.ts";
import type { Fingerprints, Sibling } from "../core/fingerprint.ts";
import { Title } from "../core/title.ts";
import { openPainter } from "../models/paint/painter.ts";
import { planBriefs } from "../pipeline/plan.ts";
import { makeCreative } from "../pipeline/run.ts";
import { tinyWriter } from "../pipeline/tiny.ts";
import clusters from "../samples/clusters.json" with { type: "json" };
import titles from "../samples/titles.json" with { type: "json" };

/**
 * How many good creatives the gates refuse, and what they cost: makes each brief once, without a second try, with the
 * shipped painter, beside its siblings.
 *
 *   node bench/gates.ts --briefs 40 --channels web,poster
 */
const { values } = parseArgs({
  options: {
    briefs: { type: "string", default: "40" },
    channels: { type: "string", default: "web,poster" },
    seed: { type: "string", default: "7" },
  },
});
sharp.concurrency(1);
const channels = Channels.parse(values.channels.split(","));
const everyTitle = titles.map((title) => Title.parse(title));
const arms = Math.ceil(Number(values.briefs) / everyTitle.length / clusters.length);
const briefs = everyTitle
  .flatMap((title) =>
    planBriefs({
      title,
      clusters: clusters.map((cluster) => Cluster.parse(cluster)),
      armsPerCluster: arms,
      channels,
      seed: Number(values.seed),
    }),
  )
  // One of each title in turn, so that fewer briefs still show every title.
  .map((brief, at, all) => ({
    brief,
    turn: all.slice(0, at).filter(({ titleId }) => titleId === brief.titleId).length,
  }))
  .sort((one, other) => one.turn - other.turn)
  .slice(0, Number(values.briefs))
  .map(({ brief }) => brief);

const image = await openPainter({ folder: new URL("../models/weights/paint/", import.meta.url), threads: 1 });
const tools = { image, text: tinyWriter() };
const made = new Map<string, Sibling[]>();
const refused: string[] = [];
const measured = new Map<string, number[]>();
const spent = { gates: 0, all: 0 };
let count = 0;

process.on("SIGTERM", () => {
  report();
  process.exit(1);
});
for (const brief of briefs) {
  const siblings = made.get(brief.titleId) ?? [];
  const one = await makeCreative(brief, tools, new AbortController().signal, { most: 1, siblings });
  const { creativeId, fingerprints } = one as { creativeId: string; fingerprints: Fingerprints };
  made.set(brief.titleId, [...siblings, { creativeId, fingerprints }]);
  const { stageMs } = one.provenance;
  spent.gates += (stageMs.inspect ?? 0) + (stageMs.check ?? 0);
  spent.all += Object.values(stageMs).reduce((sum, ms) => sum + ms, 0);
  for (const { gate, measured: value } of one.checks) measured.set(gate, [...(measured.get(gate) ?? []), value]);
  console.log(`${++count}/${briefs.length} ${brief.titleId}`);
  const failed = one.checks.filter(({ passed }) => !passed);
  if (failed.length > 0) refused.push(brief.creativeId);
  for (const { gate, where, measured: value, limit, detail } of failed)
    console.log(
      `${brief.titleId} ${creativeId}: ${gate} (${where ?? "all"}) ${value} against ${limit} ${detail ?? ""}`,
    );
}
await image.close();
report();

/** What was found so far; an interrupted run says it too. */
function report(): void {
  console.log(`\n${refused.length} of ${count} creatives refused at the first try`);
  console.log(
    `gates ${(spent.gates / count).toFixed(0)} ms of ${(spent.all / count).toFixed(0)} ms a creative: ` +
      `${((100 * spent.gates) / spent.all).toFixed(1)}%`,
  );
  for (const [gate, all] of measured) {
    const sorted = all.toSorted((one, other) => one - other);
    const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
    console.log(
      `${gate.padEnd(28)} ${[least, middle, most].map((value) => value?.toFixed(3)).join("  ")}  n=${all.length}`,
    );
  }
}
