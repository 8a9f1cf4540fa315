import { openModel, roleOf } from "../../models/open.ts";
import { type Papers, readPapers } from "../../models/papers.ts";
import { findModel, listModels, type ModelEntry } from "../../models/registry.ts";
import { repeatExample } from "../../models/trial.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";
import { byteBar } from "./bar.ts";
import { onInterrupt } from "./interrupt.ts";

export async function verify(settings: Settings, _flags: Flags, [id]: readonly string[]): Promise<void> {
  const shelves = shelvesOf(settings);
  const entries = id === undefined ? await listModels(shelves, "glance") : [await findModel(shelves, id)];
  const signal = onInterrupt("stopped");
  let refused = 0;
  for (const entry of entries) {
    try {
      console.log(`ok       ${entry.id}: ${await verifyOne(entry, signal)}`);
    } catch (error) {
      signal.throwIfAborted();
      console.log(`refused  ${(error as Error).message}`);
      refused++;
    }
  }
  if (refused > 0) throw new Error(`${refused} of ${entries.length} refused`);
}

/** @returns what was found right */
async function verifyOne({ id, folder, reason, bytes }: ModelEntry, signal: AbortSignal): Promise<string> {
  if (reason !== null) throw new Error(reason);
  const bar = byteBar(process.stderr, id);
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    bar.to({ what: "", done, total: bytes });
  };
  const papers = await readPapers(folder, { keepBytes: 0, signal, onBytes }).finally(() => bar.end());
  const files = `${papers.files.length} ${papers.files.length === 1 ? "file" : "files"}`;
  return (await exampleHolds(papers, signal)) ? `${files} and its example` : files;
}

/**
 * Loads the model and repeats the example of its papers.
 *
 * @returns false where there is none that can be repeated
 * @throws Error where something else came out
 */
async function exampleHolds(papers: Papers, signal: AbortSignal): Promise<boolean> {
  const { id, folder, example, kind } = papers;
  if (example === undefined || roleOf(kind) === null) return false;
  const opened = await openModel({ folder, threads: 1 });
  try {
    const sha256 = await repeatExample(papers, opened, signal);
    if (sha256 === null || sha256 === example.sha256) return sha256 !== null;
    throw new Error(
      `model ${id}: its files are right, but its example gives ${sha256} and its papers say ${example.sha256}: ` +
        "this processor or this runtime computes differently",
    );
  } finally {
    await opened.model.close();
  }
}
