import { z } from "zod";
import { Policy, type PolicySet } from "../core/experiment.ts";
import type { PolicyStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { raiseRevision } from "./records.ts";

/** Policies of older versions are dropped: at one run a minute these are 8 hours of them. Versions are kept for ever. */
const VERSIONS_KEPT = 500;

/** Any number of its own. */
const PUBLISH_LOCK = 7_241_905;

const Policies = z.array(Policy);

/** The newest set of the workspace, within a transaction or without one. */
export async function readPolicies(query: Query, workspace: WorkspaceId): Promise<PolicySet> {
  const rows = await query<{ version: number; policies: unknown }>(
    `SELECT version,
       (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('titleId', title_id, 'clusterId', cluster_id, 'context',
          nullif(context, ''), 'arms', arms, 'stretches', stretches)) ORDER BY title_id, cluster_id, context), '[]')
        FROM policies WHERE policies.version = policy_versions.version) AS policies
     FROM policy_versions WHERE workspace_id = $1 ORDER BY version DESC LIMIT 1`,
    [workspace],
  );
  const row = rows[0];
  return row ? { version: row.version, policies: Policies.parse(row.policies) } : { version: 0, policies: [] };
}

/** In the caller's own transaction, so that what goes with it is kept with it. @returns the new version */
export async function publishPolicies(
  query: Query,
  workspace: WorkspaceId,
  policies: readonly Policy[],
): Promise<number> {
  // Numbers are of all workspaces: whoever publishes at the same time waits, and takes the next one.
  await query("SELECT pg_advisory_xact_lock($1)", [PUBLISH_LOCK]);
  const [row] = await query<{ version: number }>(
    `INSERT INTO policy_versions (version, workspace_id)
     SELECT coalesce(max(version), 0) + 1, $1 FROM policy_versions RETURNING version`,
    [workspace],
  );
  const version = row?.version ?? 0;
  await query(
    `INSERT INTO policies (version, title_id, cluster_id, context, arms, stretches)
     SELECT $1, policy->>'titleId', policy->>'clusterId', coalesce(policy->>'context', ''), policy->'arms',
       policy->'stretches'
     FROM jsonb_array_elements($2::jsonb) AS policy`,
    [version, JSON.stringify(policies)],
  );
  await query(
    `DELETE FROM policies WHERE version IN (SELECT version FROM policy_versions WHERE workspace_id = $1
       ORDER BY version DESC OFFSET $2 LIMIT 2)`,
    [workspace, VERSIONS_KEPT],
  );
  await raiseRevision(query, workspace);
  return version;
}

export function policiesOnPostgres(database: Database, workspace: WorkspaceId): PolicyStore {
  return {
    publish: (policies) => database.transaction((query) => publishPolicies(query, workspace, policies)),
    current: () => readPolicies(database.query, workspace),
  };
}
