import pg from "pg";
import { packObjection } from "../core/policy-pack.ts";
import { PolicyTable } from "../core/policy-table.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { CopiedRow, Copy } from "./copy-postgres.ts";
import type { Query } from "./database-postgres.ts";
import { newestVersion, remembers } from "./policies-postgres.ts";

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
  const select = `SELECT title_id, cluster_id, context, packed FROM policies
    WHERE workspace_id = ${pg.escapeLiteral(workspace)} AND ${base ? `version > ${base.version}` : "packed IS NOT NULL"}`;
  await copy(select, (fields: CopiedRow) => {
    const [titleId, clusterId, context] = fields.slice(0, 3).map((field) => field?.toString("latin1") ?? "") as [
      string,
      string,
      string,
    ];
    const packed = fields[3];
    if (!packed) return edit.drop(titleId, clusterId, context);
    const objection = packObjection(packed);
    if (objection) refused.push(`${titleId} for ${clusterId}${context && ` with ${context}`}: ${objection}`);
    else edit.put(titleId, clusterId, context, packed);
  });
  for (const _ of edit.tidy()) await new Promise(setImmediate);
  return { policies: edit.done(version), refused };
}
