import type { CreativeId } from "../core/creative.ts";
import type { PullStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { raiseRevision, storable } from "./records.ts";

export function pullsOnPostgres(database: Database, workspace: WorkspaceId): PullStore {
  /** Changes what is named, all or nothing, with a line in the audit for each that was changed. */
  const change = (
    ids: readonly CreativeId[],
    line: { action: string; actor: string; detail: object },
    work: (query: Query, found: readonly string[]) => Promise<{ id: string }[]>,
  ) =>
    database.transaction(async (query) => {
      const rows = await query<{ id: string }>(
        "SELECT id FROM creatives WHERE id = ANY($1) AND workspace_id = $2 ORDER BY id FOR UPDATE",
        [ids, workspace],
      );
      const found = new Set(rows.map(({ id }) => id));
      const missing = [...new Set(ids)].filter((id) => !found.has(id));
      if (missing.length > 0) return { missing, images: [] };

      const changed = (await work(query, [...found])).map(({ id }) => id);
      const images = await query<{ blob: string }>(
        "SELECT DISTINCT blob FROM renditions WHERE creative_id = ANY($1) ORDER BY blob",
        [ids],
      );
      if (changed.length > 0) {
        await query(
          `INSERT INTO audit (workspace_id, actor, action, subject, detail)
           SELECT $1, $2, $3, id, $5 FROM unnest($4::text[]) AS id ORDER BY id`,
          [workspace, line.actor, line.action, changed, JSON.stringify(line.detail)],
        );
        await raiseRevision(query, workspace);
      }
      return { missing, images: images.map(({ blob }) => blob) };
    });

  return {
    pull: (ids, { reason, note, actor }) =>
      change(ids, { action: "creative.pull", actor, detail: { reason, note: storable(note) } }, (query, found) =>
        query(
          `INSERT INTO pulls (creative_id, reason, note, actor) SELECT id, $2, $3, $4 FROM unnest($1::text[]) AS id
           ON CONFLICT DO NOTHING RETURNING creative_id AS id`,
          [found, reason, storable(note), actor],
        ),
      ),

    lift: (ids, { note, actor }) =>
      change(ids, { action: "creative.unpull", actor, detail: { note: storable(note) } }, (query, found) =>
        query("DELETE FROM pulls WHERE creative_id = ANY($1) RETURNING creative_id AS id", [found]),
      ),
  };
}
