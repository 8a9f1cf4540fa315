import { z } from "zod";
import { Draws } from "../core/experiment.ts";
import type { DrawStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { countSights } from "./counts-postgres.ts";
import type { Database } from "./database-postgres.ts";

export function drawsOnPostgres(database: Database, workspace: WorkspaceId): DrawStore {
  return {
    first: async (title) => {
      const rows = await database.query(
        `WITH drawn AS (
           SELECT cluster_id, context, policy_version, creative_id, propensity, count(*)::int AS exposures
           FROM (
             SELECT DISTINCT ON (coalesce(visitor, decision_id::text)) cluster_id, context, policy_version, creative_id,
               propensity, basis, eligible
             FROM events WHERE workspace_id = $1 AND title_id = $2 AND kind = 'exposure'
             ORDER BY coalesce(visitor, decision_id::text), decided_at
           ) AS first
           WHERE basis = 'policy' AND eligible IS NULL GROUP BY 1, 2, 3, 4, 5
         ), served AS MATERIALIZED (
           SELECT cluster_id, cells.context, policy_version, creative_id, probability
           FROM (SELECT DISTINCT cluster_id, context, policy_version FROM drawn) AS cells
           CROSS JOIN LATERAL (
             SELECT packed FROM policy_rows
             WHERE workspace_id = $1 AND title_id = $2 AND policy_rows.cluster_id = cells.cluster_id
               AND policy_rows.context IN ('', cells.context)
               AND version <= policy_version AND (until IS NULL OR until > policy_version)
             ORDER BY policy_rows.context DESC LIMIT 1
           ) AS stood CROSS JOIN packed_shares(packed)
         ), known AS (SELECT DISTINCT cluster_id, context, policy_version, true AS known FROM served)
         SELECT cluster_id AS "clusterId", context, policy_version AS "policyVersion", creative_id AS "creativeId", share,
           sum(exposures)::int AS exposures
         FROM (
           SELECT cluster_id, context, policy_version, creative_id, probability AS share, 0 AS exposures FROM served
           UNION ALL
           SELECT cluster_id, context, policy_version, creative_id,
             coalesce(probability, CASE WHEN known THEN 0 ELSE propensity END), exposures
           FROM drawn LEFT JOIN served USING (cluster_id, context, policy_version, creative_id)
             LEFT JOIN known USING (cluster_id, context, policy_version)
         ) AS counted GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
        [workspace, title],
      );
      return z.array(Draws).parse(rows);
    },

    sights: (of) => countSights(database, workspace, of),
  };
}
