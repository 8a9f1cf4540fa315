import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { LogRow } from "../../core/log.ts";
import { TitleId } from "../../core/title.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../../core/workspace.ts";
import type { Flags } from "../main.ts";
import { storesOn, withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

const USAGE = "log --out FILE [--title TITLE] [--since DATE] [--workspace ID]";

/** Writes the decisions that were seen, as docs/log.md has them; `.gz` is packed. No half a file is left behind. */
export async function run(settings: Settings, flags: Flags): Promise<void> {
  const { out } = flags;
  if (out === undefined) throw new UsageError(USAGE);
  const title = TitleId.safeParse(flags.title);
  if (flags.title !== undefined && !title.success) throw new UsageError(`--title is no title's id\n${USAGE}`);
  const since = flags.since === undefined ? undefined : new Date(flags.since);
  if (since && Number.isNaN(since.getTime()))
    throw new UsageError(`--since must be a date such as 2026-11-26\n${USAGE}`);
  const workspace = WorkspaceId.safeParse(flags.workspace ?? DEFAULT_WORKSPACE);
  if (!workspace.success) throw new UsageError(`--workspace is no workspace's id\n${USAGE}`);
  await withDatabase(settings, async (database) => {
    const rows = storesOn(database).of(workspace.data).events.log({ titleId: title.data, since: since?.toISOString() });
    const written = await writeLines(out, rows);
    console.log(`${written} decisions in ${out}`);
  });
}

/** @returns how many */
export async function writeLines(path: string, rows: AsyncIterable<LogRow>): Promise<number> {
  let written = 0;
  const lines = async function* () {
    for await (const row of rows) {
      written++;
      yield `${JSON.stringify(row)}\n`;
    }
  };
  const part = `${path}.part`;
  const steps = path.endsWith(".gz") ? [createGzip()] : [];
  try {
    await pipeline([Readable.from(lines()), ...steps, createWriteStream(part)]);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return written;
}
