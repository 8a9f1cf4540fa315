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
        `SELECT cluster_id AS "clusterId", context, policy_version AS "policyVersion", creative_id AS "creativeId",
           propensity, count(*)::int AS exposures
         FROM (
           SELECT DISTINCT ON (coalesce(visitor, decision_id::text)) cluster_id, context, policy_version, creative_id,
             propensity, basis, eligible
           FROM events WHERE workspace_id = $1 AND title_id = $2 AND kind = 'exposure'
           ORDER BY coalesce(visitor, decision_id::text), decided_at
         ) AS first
         WHERE basis = 'policy' AND eligible IS NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
        [workspace, title],
      );
      return z.array(Draws).parse(rows);
    },

    sights: (of) => countSights(database, workspace, of),
  };
}
