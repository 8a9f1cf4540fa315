import { availableParallelism } from "node:os";
import { type Bench, benchModel, median } from "../../models/bench.ts";
import { findModel } from "../../models/registry.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";
import { onInterrupt } from "./interrupt.ts";
import { bytesInWords, wholeOf } from "./words.ts";

export async function bench(settings: Settings, flags: Flags, [id = ""]: readonly string[]): Promise<void> {
  const entry = await findModel(shelvesOf(settings), id);
  if (entry.reason !== null) throw new Error(entry.reason);
  const cores = availableParallelism();
  const threads = wholeOf("--threads", flags.threads, 1, cores) ?? cores;
  const runs = wholeOf("--runs", flags.runs, 1, 1_000) ?? 10;
  const measured = await benchModel({
    folder: entry.folder,
    threads,
    runs,
    signal: onInterrupt("stopped"),
    onRun: (done, ms) => process.stderr.isTTY && process.stderr.write(`\rrun ${done} of ${runs}: ${inMs(ms)}\u001b[K`),
  });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  console.log(benchInWords(id, threads, measured, process.resourceUsage().maxRSS * 1_024, entry.memoryMb));
}

const inMs = (ms: number): string => (ms < 10_000 ? `${Number(ms.toPrecision(3))} ms` : `${(ms / 1_000).toFixed(1)} s`);

export function benchInWords(
  id: string,
  threads: number,
  { trial, loadMs, firstMs, runsMs, sessionMs, isSame }: Bench,
  peakBytes: number,
  memoryMb: number | null,
): string {
  const all = median(runsMs);
  const bare = sessionMs === null ? null : median(sessionMs);
  const share = bare === null ? "cannot be told apart here" : `${inMs(bare)}, ${Math.round((bare / all) * 100)} %`;
  const [least, most] = [Math.min(...runsMs), Math.max(...runsMs)];
  const papers = memoryMb === null ? "" : `; its papers say ${bytesInWords(memoryMb * 1e6)}`;
  return [
    `${id}, ${trial}, ${threads} thread${threads === 1 ? "" : "s"}:`,
    `  median          ${inMs(all)} of ${runsMs.length} (${inMs(least)} to ${inMs(most)})`,
    `  in the network  ${share}`,
    `  first run       ${inMs(firstMs)}, after loading for ${inMs(loadMs)}`,
    `  peak memory     ${bytesInWords(peakBytes)} of this process, resident${papers}`,
    `  same bytes      ${isSame ? "every time" : "NO: the answers differ from run to run"}`,
  ].join("\n");
}
