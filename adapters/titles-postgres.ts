import type { TitleStore } from "../core/ports.ts";
import { Title } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, toPage } from "./records.ts";

export function titlesOnPostgres(database: Database, workspace: WorkspaceId): TitleStore {
  return {
    add: (title, actor) =>
      database.transaction(async (query) => {
        const values = [workspace, title.id, JSON.stringify(title)];
        const added = await query(
          "INSERT INTO titles (workspace_id, id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id",
          values,
        );
        if (added.length > 0) {
          await audit(query, { workspace, actor, action: "title.add", subject: title.id });
          return "added";
        }
        const same = await query(
          "SELECT 1 FROM titles WHERE workspace_id = $1 AND id = $2 AND title = $3::jsonb",
          values,
        );
        return same.length > 0 ? "same" : "conflict";
      }),

    get: async (id) => {
      const [row] = await database.query<{ title: unknown }>(
        "SELECT title FROM titles WHERE workspace_id = $1 AND id = $2",
        [workspace, id],
      );
      return row ? Title.parse(row.title) : null;
    },

    setTerms: (id, change, actor) =>
      database.transaction(async (query) => {
        const [row] = await query<{ title: object }>(
          "SELECT title FROM titles WHERE workspace_id = $1 AND id = $2 FOR UPDATE",
          [workspace, id],
        );
        if (!row) return null;
        const before = Title.parse(row.title);
        const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
        const title = Title.parse(Object.fromEntries(merged));
        const [changed] = await query(
          "UPDATE titles SET title = $3 WHERE workspace_id = $1 AND id = $2 AND title <> $3::jsonb RETURNING id",
          [workspace, id, JSON.stringify(title)],
        );
        if (changed) await audit(query, { workspace, actor, action: "title.terms", subject: id, detail: change });
        return title;
      }),

    page: async (request) => {
      const rows = await database.query<{ title: unknown }>(
        "SELECT title FROM titles WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        [workspace, request.after ?? "", request.limit + 1],
      );
      return toPage(
        rows.map((row) => Title.parse(row.title)),
        request,
      );
    },
  };
}
