import type { TitleStore } from "../core/ports.ts";
import { Title } from "../core/title.ts";
import type { Database } from "./database-postgres.ts";
import { audit, toPage } from "./records.ts";

export function titlesOnPostgres(database: Database): TitleStore {
  return {
    add: (title, actor) =>
      database.transaction(async (query) => {
        const values = [title.id, JSON.stringify(title)];
        const added = await query(
          "INSERT INTO titles (id, title) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id",
          values,
        );
        if (added.length > 0) {
          await audit(query, { actor, action: "title.add", subject: title.id });
          return "added";
        }
        const same = await query("SELECT 1 FROM titles WHERE id = $1 AND title = $2::jsonb", values);
        return same.length > 0 ? "same" : "conflict";
      }),

    get: async (id) => {
      const [row] = await database.query<{ title: unknown }>("SELECT title FROM titles WHERE id = $1", [id]);
      return row ? Title.parse(row.title) : null;
    },

    page: async (request) => {
      const rows = await database.query<{ title: unknown }>(
        "SELECT title FROM titles WHERE id > $1 ORDER BY id LIMIT $2",
        [request.after ?? "", request.limit + 1],
      );
      return toPage(
        rows.map((row) => Title.parse(row.title)),
        request,
      );
    },
  };
}
