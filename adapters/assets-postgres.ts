import type { AssetStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit } from "./records.ts";

export function assetsOnPostgres(database: Database, workspace: WorkspaceId): AssetStore {
  return {
    add: (asset, detail, actor) =>
      database.transaction(async (query) => {
        const added = await query(
          `INSERT INTO assets (workspace_id, blob, width_px, height_px) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING RETURNING blob`,
          [workspace, asset.blob, asset.widthPx, asset.heightPx],
        );
        if (added.length > 0)
          await audit(query, { workspace, actor, action: "asset.add", subject: asset.blob, detail });
      }),

    has: async (asset) => {
      const rows = await database.query(
        "SELECT 1 FROM assets WHERE workspace_id = $1 AND blob = $2 AND width_px = $3 AND height_px = $4",
        [workspace, asset.blob, asset.widthPx, asset.heightPx],
      );
      return rows.length > 0;
    },
  };
}
