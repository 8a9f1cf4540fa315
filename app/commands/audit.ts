import { type AuditMark, verifyAudit } from "../../adapters/audit-postgres.ts";
import type { Flags } from "../main.ts";
import { withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

/** Exit code 1 when the chain is broken. */
export async function run(settings: Settings, flags: Flags, words: readonly string[]): Promise<void> {
  if (words[0] !== "verify") throw new UsageError("Say `audit verify`, with --head NUMBER:HASH where you noted one.");
  const known = flags.head === undefined ? null : toMark(flags.head);
  await withDatabase(settings, async (database) => {
    const { rows, head, broken } = await verifyAudit(database, known);
    if (broken) {
      console.error(`The audit is broken: row ${broken.id} ${broken.why}. The ${rows} rows before it hold.`);
      process.exitCode = 1;
      return;
    }
    console.log(`The audit holds: ${rows} rows. Note its head where the database's administrator cannot write:`);
    console.log(`${head.id}:${head.hash}`);
  });
}

function toMark(text: string): AuditMark {
  const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!id || !hash) throw new UsageError("--head must be a number, a colon and 64 hexadecimal digits");
  return { id: Number(id), hash };
}
