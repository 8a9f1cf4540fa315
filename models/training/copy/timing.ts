// Times a headline and a description with four candidates each, as the shipped writer makes them:
//   node models/training/copy/timing.ts

import { CopyChannel, CopyLength, Genre, Hook, Locale, Tone } from "../../../core/attributes.ts";
import { openCopywriter } from "../../copy/writer.ts";

const ROUNDS = 24;

const at = <Value>(values: readonly Value[], i: number): Value => values[i % values.length] as Value;

const begun = performance.now();
const writer = await openCopywriter({ folder: new URL("../../weights/copy", import.meta.url).pathname });
const loadedMs = performance.now() - begun;

const took: number[] = [];
const busy: number[] = [];
let written = 0;
for (let i = -2; i < ROUNDS; i++) {
  const seed = i + 2;
  const request = {
    locale: at(Locale.options, seed),
    tone: at(Tone.options, seed >> 1),
    hook: at(Hook.options, seed >> 2),
    genre: at(Genre.options, seed),
    channel: at(CopyChannel.options, seed),
    length: at(CopyLength.options, seed),
    slots: { title: "Ash Lane", hero: "Ida Quill", place: "Wren Harbour", year: "1931" },
    candidates: 4,
    seed,
  };
  const start = performance.now();
  const cpu = process.cpuUsage();
  const texts = [];
  for (const kind of ["headline", "description"] as const)
    texts.push(...(await writer.write({ ...request, kind }, new AbortController().signal)));
  // The first two rounds warm the session.
  if (i < 0) continue;
  took.push(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  busy.push((user + system) / 1000);
  written += texts.length;
}
await writer.close();
for (const times of [took, busy]) times.sort((one, other) => one - other);
const report = {
  loadedMs,
  medianMs: took[ROUNDS >> 1] ?? 0,
  medianCpuMs: busy[ROUNDS >> 1] ?? 0,
  slowestMs: took.at(-1) ?? 0,
  residentMb: process.memoryUsage.rss() / 2 ** 20,
};
const rounded = Object.fromEntries(Object.entries(report).map(([name, value]) => [name, Math.round(value)]));
console.log(JSON.stringify({ ...rounded, written, asked: ROUNDS * 8 }));
