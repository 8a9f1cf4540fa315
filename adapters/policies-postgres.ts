import { z } from "zod";
import { Policy, type PolicySet } from "../core/experiment.ts";
import type { PolicyStore } from "../core/ports.ts";
import type { Database, Query } from "./database-postgres.ts";
import { raiseRevision } from "./records.ts";

/** Policies of older versions are dropped: at one run a minute these are 8 hours of them. Versions are kept for ever. */
const VERSIONS_KEPT = 500;

const Policies = z.array(Policy);

/** The newest set, within a transaction or without one. */
export async function readPolicies(query: Query): Promise<PolicySet> {
  const rows = await query<{ version: number; policies: unknown }>(
    `SELECT version,
       (SELECT coalesce(json_agg(json_build_object('titleId', title_id, 'clusterId', cluster_id, 'arms', arms)
          ORDER BY title_id, cluster_id), '[]')
        FROM policies WHERE policies.version = policy_versions.version) AS policies
     FROM policy_versions ORDER BY version DESC LIMIT 1`,
  );
  const row = rows[0];
  return row ? { version: row.version, policies: Policies.parse(row.policies) } : { version: 0, policies: [] };
}

export function policiesOnPostgres(database: Database): PolicyStore {
  return {
    publish: (policies) =>
      database.transaction(async (query) => {
        // First here, not last: whoever publishes at the same time waits, and takes the next number.
        await raiseRevision(query);
        const [row] = await query<{ version: number }>(
          `INSERT INTO policy_versions (version)
           SELECT coalesce(max(version), 0) + 1 FROM policy_versions RETURNING version`,
        );
        const version = row?.version ?? 0;
        await query(
          `INSERT INTO policies (version, title_id, cluster_id, arms)
           SELECT $1, policy->>'titleId', policy->>'clusterId', policy->'arms'
           FROM jsonb_array_elements($2::jsonb) AS policy`,
          [version, JSON.stringify(policies)],
        );
        await query("DELETE FROM policies WHERE version <= $1", [version - VERSIONS_KEPT]);
        return version;
      }),

    current: () => readPolicies(database.query),
  };
}
