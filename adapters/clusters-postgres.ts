import { Cluster } from "../core/cluster.ts";
import type { ClusterStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, raiseRevision, toPage } from "./records.ts";

export function clustersOnPostgres(database: Database, workspace: WorkspaceId): ClusterStore {
  return {
    add: (cluster, actor) =>
      database.transaction(async (query) => {
        const values = [workspace, cluster.id, JSON.stringify(cluster)];
        const added = await query(
          "INSERT INTO clusters (workspace_id, id, cluster) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id",
          values,
        );
        if (added.length > 0) {
          await audit(query, { workspace, actor, action: "cluster.add", subject: cluster.id });
          await raiseRevision(query, workspace);
          return "added";
        }
        const same = await query(
          "SELECT 1 FROM clusters WHERE workspace_id = $1 AND id = $2 AND cluster = $3::jsonb",
          values,
        );
        return same.length > 0 ? "same" : "conflict";
      }),

    get: async (id) => {
      const [row] = await database.query<{ cluster: unknown }>(
        "SELECT cluster FROM clusters WHERE workspace_id = $1 AND id = $2",
        [workspace, id],
      );
      return row ? Cluster.parse(row.cluster) : null;
    },

    page: async (request) => {
      const rows = await database.query<{ cluster: unknown }>(
        "SELECT cluster FROM clusters WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        [workspace, request.after ?? "", request.limit + 1],
      );
      return toPage(
        rows.map((row) => Cluster.parse(row.cluster)),
        request,
      );
    },

    assign: (cluster, users) =>
      database.transaction(async (query) => {
        // Sorted, so that two calls which share users lock them in the same order; once each, as Postgres wants.
        const sorted = [...new Set(users)].sort();
        const moved = await query(
          `INSERT INTO memberships (workspace_id, user_id, cluster_id)
           SELECT $3, user_id, $2 FROM unnest($1::text[]) AS user_id
           ON CONFLICT (workspace_id, user_id) DO UPDATE SET cluster_id = EXCLUDED.cluster_id, assigned_at = now()
           WHERE memberships.cluster_id <> EXCLUDED.cluster_id
           RETURNING 1`,
          [sorted, cluster, workspace],
        );
        if (moved.length > 0) await raiseRevision(query, workspace);
      }),
  };
}
