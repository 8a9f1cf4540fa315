import type { HistoryStore } from "../core/ports.ts";
import { HistoryLine } from "../core/pull.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { toPage } from "./records.ts";

export function historyOnPostgres(database: Database, workspace: WorkspaceId): HistoryStore {
  return {
    // What made it live or took it away may stand under its title; who asked for it, under its order.
    ofCreative: async (id, request) => {
      const rows = await database.query<{ at: Date }>(
        `SELECT audit.id::text AS id, at, actor, action, detail
         FROM creatives
         JOIN audit ON audit.workspace_id = creatives.workspace_id AND (subject = creatives.id
           OR (subject = title_id AND action IN ('experiment.open', 'experiment.close'))
           OR (subject = job_id AND action = 'job.plan'))
         WHERE creatives.id = $1 AND creatives.workspace_id = $2 AND audit.id > $3 ORDER BY audit.id LIMIT $4`,
        [id, workspace, request.after ?? "0", request.limit + 1],
      );
      return toPage(
        rows.map((row) => HistoryLine.parse({ ...row, at: row.at.toISOString() })),
        request,
      );
    },
  };
}
