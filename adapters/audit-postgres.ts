import { createHash } from "node:crypto";
import type { Database } from "./database-postgres.ts";

/** One row, by its number, and the hash that vouches for it and all before it. */
export type AuditMark = { readonly id: number; readonly hash: string };

export type AuditVerdict = {
  readonly rows: number;
  readonly head: AuditMark;
  /** The first row at which the chain breaks, and how; `null` when it holds. */
  readonly broken: { readonly id: number; readonly why: string } | null;
};

type Row = {
  id: string;
  at: string;
  workspace_id: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  hash: string;
};

const START: AuditMark = { id: 0, hash: "0".repeat(64) };
const ROWS_AT_ONCE = 5_000;

/**
 * Reads the whole audit and computes every hash anew, here and not in the database, whose functions may be what was
 * tampered with.
 *
 * @param known a mark that was noted earlier, outside the database: with it, a chain that was written anew as a whole,
 *   or cut off and grown again, is found too
 */
export async function verifyAudit(database: Database, known: AuditMark | null = null): Promise<AuditVerdict> {
  let last = START;
  const broken = (id: number, why: string): AuditVerdict => ({ rows: last.id, head: last, broken: { id, why } });
  // First: rows that come while we read must not look like rows too many.
  const [head] = await database.query<{ id: string; hash: string }>("SELECT id, hash FROM audit_head");
  for (;;) {
    const rows = await database.query<Row>(
      `SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, workspace_id, actor, action, subject,
         detail::text AS detail, hash
       FROM audit WHERE id > $1 ORDER BY id LIMIT $2`,
      [last.id, ROWS_AT_ONCE],
    );
    for (const row of rows) {
      const id = Number(row.id);
      if (id !== last.id + 1) return broken(last.id + 1, "is missing");
      if (row.hash !== hashOf(last.hash, row)) return broken(id, "does not say what it said when it was written");
      last = { id, hash: row.hash };
      if (known && known.id === id && known.hash !== row.hash) return broken(id, "is not the one that was noted");
      if (id === Number(head?.id) && row.hash !== head?.hash) return broken(id, "is not the last one that was written");
    }
    if (rows.length === 0) break;
  }
  const least = Math.max(Number(head?.id ?? 0), known?.id ?? 0);
  if (last.id < least) return broken(last.id + 1, "is missing, with all that came after it");
  return { rows: last.id, head: last, broken: null };
}

/** As `audit_hash` of migration 0010: sha256 over every field as `<bytes>:<text>`, the hash before it first. */
function hashOf(previous: string, row: Row): string {
  const hash = createHash("sha256");
  const fields = [previous, row.id, row.at, row.workspace_id, row.actor, row.action, row.subject, row.detail];
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:${field}`);
  return hash.digest("hex");
}
