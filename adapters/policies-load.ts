import pg from "pg";
import { PolicyTable } from "../core/policy-table.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Copy } from "./copy-postgres.ts";
import type { Query } from "./database-postgres.ts";
import { newestVersion, remembers } from "./policies-postgres.ts";

const LOAD_LIMIT_MS = 110_000;

export type Loaded = {
  readonly policies: PolicyTable;
  /** Rows that are no policies, each with why: their cells keep what they had in `held`. */
  readonly refused: readonly string[];
};

/**
 * The newest policies of a workspace: all of them, or what has changed since those that the caller holds.
 *
 * @param held stays as it is, whatever happens here
 */
export async function loadPolicies(
  { query, copy }: { query: Query; copy: Copy },
  workspace: WorkspaceId,
  held: PolicyTable | null,
): Promise<Loaded> {
  const version = await newestVersion(query, workspace);
  if (held?.version === version) return { policies: held, refused: [] };
  const base = held && (await remembers(query, workspace, held.version)) ? held : null;
  const edit = (base ?? PolicyTable.empty()).edit();
  const refused: string[] = [];
  // A million rows take seconds, and many times that on a machine that has much else to do.
  await query(`SET LOCAL statement_timeout = ${LOAD_LIMIT_MS}`);
  const select = `SELECT title_id, cluster_id, context, packed FROM policies
    WHERE workspace_id = ${pg.escapeLiteral(workspace)} AND ${base ? `version > ${base.version}` : "packed IS NOT NULL"}`;
  await copy(select, (row) => {
    const titleId = row.text(0);
    const clusterId = row.text(1);
    const context = row.text(2);
    if (row.isNull(3)) return edit.drop(titleId, clusterId, context);
    const objection = edit.put(titleId, clusterId, context, row.bytes, row.starts[3], row.ends[3]);
    if (objection) refused.push(`${titleId} for ${clusterId}${context && ` with ${context}`}: ${objection}`);
  });
  for (const _ of edit.tidy()) await new Promise(setImmediate);
  return { policies: edit.done(version), refused };
}
