import { availableParallelism } from "node:os";
import sharp, { type Sharp } from "sharp";
import type { Brief, Painted } from "../core/creative.ts";
import { Title } from "../core/title.ts";
import { openPainter } from "../models/paint/painter.ts";
import { paint } from "../pipeline/paint.ts";
import { planBriefs } from "../pipeline/plan.ts";
import { sketch } from "../pipeline/sketch.ts";
import { style } from "../pipeline/style.ts";
import titles from "../samples/titles.json" with { type: "json" };

/**
 * What cutting, grading, titling and encoding a creative's files costs, against a bare script that does the same sharp
 * operations with the same pixels: every call that the style stage made of sharp is taken down with its options, and
 * made again one after the other. Both alternate in one run; the number to read is the ratio. Also creatives a minute.
 *
 *   node bench/renditions.ts [creatives] [rounds]
 */
const CREATIVES = Number(process.argv[2] ?? 4);
const ROUNDS = Number(process.argv[3] ?? 3);
const signal = new AbortController().signal;
// As in a studio.
sharp.concurrency(1);
sharp.cache(false);

type Spent = { readonly wallMs: number; readonly cpuMs: number };
async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - began, cpuMs: (user + system) / 1_000 };
}

type Inner = Sharp & { options: object };
const prototype = Object.getPrototypeOf(sharp(Buffer.alloc(3), { raw: { width: 1, height: 1, channels: 3 } })) as Inner;
const toBuffer = prototype.toBuffer as (this: Inner, ...rest: unknown[]) => Promise<unknown>;

/** Runs work and takes down every call of sharp that makes pixels or a file. */
async function takenDown(work: () => Promise<unknown>): Promise<Inner[]> {
  const calls: Inner[] = [];
  Object.assign(prototype, {
    toBuffer(this: Inner, ...rest: unknown[]) {
      // Its input is shared, not copied: nothing writes into it any more.
      const again = Object.assign(sharp(), { options: Object.assign({}, this.options) }) as Inner;
      calls.push(again);
      return toBuffer.apply(this, rest);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(prototype, { toBuffer });
  }
  return calls;
}

async function replay(calls: readonly Inner[]): Promise<void> {
  for (const call of calls) {
    const again = Object.assign(sharp(), { options: Object.assign({}, call.options) }) as Inner;
    await toBuffer.apply(again);
  }
}

const image = await openPainter({
  folder: new URL("../models/weights/paint/", import.meta.url),
  threads: Math.min(2, availableParallelism()),
});
const painted: Painted[] = [];
const painting: Spent[] = [];
for (let i = 0; i < CREATIVES; i++) {
  const title = Title.parse(titles[i % titles.length]);
  const [brief] = planBriefs({ title, clusters: [], armsPerCluster: 1, seed: 100 + i }) as [Brief];
  painting.push(
    await spent(async () => {
      painted.push(await paint.run(await sketch.run(brief, {}, signal), { image }, signal));
    }),
  );
}
await image.close();

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
const product: Spent[] = [];
const bare: Spent[] = [];
let calls = 0;
let files = 0;
for (let round = 0; round < ROUNDS; round++) {
  for (const one of painted) {
    const taken = await takenDown(async () => {
      files = (await style.run(one, {}, signal)).renditions.length;
    });
    calls = taken.length;
    // The taking down costs nothing that can be measured, but memory is held: the product is timed on its own.
    if (round > 0) product.push(await spent(() => style.run(one, {}, signal)));
    if (round > 0) bare.push(await spent(() => replay(taken)));
  }
}

const row = (name: string, of: readonly Spent[]) =>
  console.log(
    `  ${name.padEnd(22)} median ${(median(of.map(({ cpuMs }) => cpuMs)) / 1_000).toFixed(2)} s CPU, ${(median(of.map(({ wallMs }) => wallMs)) / 1_000).toFixed(2)} s wall`,
  );
console.log(
  `${CREATIVES} creatives, ${files} files each (the last: ${calls} calls of sharp), ${ROUNDS - 1} rounds after one to warm up`,
);
row("sketch and paint", painting);
row("style and encode", product);
row("bare sharp", bare);
const ratio = (part: "cpuMs" | "wallMs") => median(product.map((one, i) => one[part] / (bare[i]?.[part] ?? 1)));
console.log(
  `style and encode over bare sharp: ${ratio("cpuMs").toFixed(3)} of CPU, ${ratio("wallMs").toFixed(3)} of wall time`,
);
const each = (median(painting.map(({ cpuMs }) => cpuMs)) + median(product.map(({ cpuMs }) => cpuMs))) / 60_000;
console.log(
  `${(1 / each).toFixed(1)} creatives a minute and core, in all seven channels, without texts, gates and proof`,
);
