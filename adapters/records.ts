import type { Page, PageRequest } from "../core/ports.ts";
import type { Query } from "./database-postgres.ts";

/** What the stores have in common: one line each for the audit, the snapshot's revision and a page. */

/** Adds one line to the audit, in the transaction of the change that it speaks of. */
export async function audit(
  query: Query,
  line: { actor: string; action: string; subject: string; detail?: unknown },
): Promise<void> {
  await query("INSERT INTO audit (actor, action, subject, detail) VALUES ($1, $2, $3, $4)", [
    line.actor,
    line.action,
    line.subject,
    JSON.stringify(line.detail ?? {}),
  ]);
}

/** Makes every snapshot reader load again. Writers wait for one another from here to their commit: call it last. */
export async function raiseRevision(query: Query): Promise<void> {
  await query("UPDATE snapshot_revision SET revision = revision + 1");
}

/** `rows` were asked for with `LIMIT limit + 1`: the one too many says that there is a next page. */
export function toPage<Row extends { readonly id: string }>(rows: readonly Row[], request: PageRequest): Page<Row> {
  const items = rows.slice(0, request.limit);
  return { items, next: rows.length > request.limit ? (items.at(-1)?.id ?? null) : null };
}
