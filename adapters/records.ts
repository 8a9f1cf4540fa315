import type { Page, PageRequest } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Query } from "./database-postgres.ts";

/** What the stores have in common: whose rows they see, one line each for the audit, the snapshot's revision and a page. */

/** For the workers alone, who serve every workspace; no id looks like it. What it adds nothing can own: the database refuses. */
export const EVERY_WORKSPACE = "*";

/** A store sees the rows of the workspace that it was made for, and no others. */
export type Whose = WorkspaceId | typeof EVERY_WORKSPACE;

/** The condition on `column`; `parameter` holds the store's `Whose`. */
export const within = (column: string, parameter: string): string =>
  `(${parameter} = '${EVERY_WORKSPACE}' OR ${column} = ${parameter})`;

/** Adds one line to the audit, in the transaction of the change that it speaks of. */
export async function audit(
  query: Query,
  line: { workspace: Whose; actor: string; action: string; subject: string; detail?: unknown },
): Promise<void> {
  await query("INSERT INTO audit (workspace_id, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5)", [
    line.workspace,
    line.actor,
    line.action,
    line.subject,
    JSON.stringify(line.detail ?? {}),
  ]);
}

/**
 * Makes every reader of the workspace's snapshot load again. Writers of one workspace wait for one another from here
 * to their commit: call it last.
 */
export async function raiseRevision(query: Query, workspace: Whose): Promise<void> {
  await query(
    "UPDATE snapshot_revision SET revision = revision + 1, catalogue = catalogue + 1 WHERE workspace_id = $1",
    [workspace],
  );
}

/** The same where nothing but policies has changed: readers load those alone. */
export async function raisePolicies(query: Query, workspace: Whose): Promise<void> {
  await query("UPDATE snapshot_revision SET revision = revision + 1 WHERE workspace_id = $1", [workspace]);
}

/** Longest reason kept, in UTF-16 units; an error's text can be a page of a model's output. */
const REASON_MAX = 2_000;

/** Postgres takes no NUL and no half a surrogate pair, and an error's text may hold both. */
export const storable = (reason: string): string => reason.slice(0, REASON_MAX).replaceAll("\0", "").toWellFormed();

/** `rows` were asked for with `LIMIT limit + 1`: the one too many says that there is a next page. */
export function toPage<Row extends { readonly id: string }>(rows: readonly Row[], request: PageRequest): Page<Row> {
  const items = rows.slice(0, request.limit);
  return { items, next: rows.length > request.limit ? (items.at(-1)?.id ?? null) : null };
}
