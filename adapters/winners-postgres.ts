import type { Winner, WinnerStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { raiseRevision } from "./records.ts";

/** Any number of its own: whoever declares at the same time waits, and then compares with what stands. */
const DECLARE_LOCK = 7_241_904;

export function winnersOnPostgres(database: Database, workspace: WorkspaceId): WinnerStore {
  return {
    declare: (winners) =>
      database.transaction(async (query) => {
        if (winners.length === 0) return;
        await query("SELECT pg_advisory_xact_lock($1)", [DECLARE_LOCK]);
        const given = JSON.stringify(winners);
        await query(
          `UPDATE winners SET reversed_at = now()
           FROM jsonb_to_recordset($1::jsonb) AS given ("titleId" text, "clusterId" text, "creativeId" text)
           WHERE workspace_id = $2 AND reversed_at IS NULL AND title_id = "titleId" AND cluster_id = "clusterId" AND creative_id <> "creativeId"`,
          [given, workspace],
        );
        await query(
          `INSERT INTO winners (workspace_id, title_id, cluster_id, creative_id, policy_version, evidence)
           SELECT $2, "titleId", "clusterId", "creativeId", "policyVersion", coalesce(evidence, 'null')
           FROM jsonb_to_recordset($1::jsonb) AS given
             ("titleId" text, "clusterId" text, "creativeId" text, "policyVersion" int, evidence jsonb)
           ON CONFLICT (workspace_id, title_id, cluster_id) WHERE reversed_at IS NULL DO NOTHING`,
          [given, workspace],
        );
        await raiseRevision(query, workspace);
      }),

    standing: async (title) => {
      const rows = await database.query<Winner & { declared_at: Date }>(
        `SELECT title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId",
           policy_version AS "policyVersion", evidence, declared_at
         FROM winners
         WHERE workspace_id = $2 AND reversed_at IS NULL AND ($1::text IS NULL OR title_id = $1) ORDER BY title_id, cluster_id`,
        [title, workspace],
      );
      return rows.map(({ declared_at, ...winner }) => ({ ...winner, declaredAt: declared_at.toISOString() }));
    },
  };
}
