import { AppError } from "../core/errors.ts";
import type { WorkspaceStore } from "../core/ports.ts";
import { Workspace } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, raiseRevision, toPage } from "./records.ts";

const WORKSPACES = `SELECT id, name, brand, auto_approve AS "autoApprove", deciding FROM workspaces`;

export function workspacesOnPostgres(database: Database): WorkspaceStore {
  return {
    add: (workspace, actor) =>
      database.transaction(async (query) => {
        const { id, name, brand, autoApprove, deciding } = workspace;
        const values = [id, name, JSON.stringify(brand), autoApprove, JSON.stringify(deciding)];
        const added = await query(
          "INSERT INTO workspaces (id, name, brand, auto_approve, deciding) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
          values,
        );
        if (added.length > 0) {
          await query("INSERT INTO snapshot_revision (workspace_id, revision) VALUES ($1, 1)", [id]);
          await audit(query, { workspace: id, actor, action: "workspace.add", subject: id, detail: workspace });
          return "added";
        }
        const same = await query(
          "SELECT 1 FROM workspaces WHERE id = $1 AND name = $2 AND brand = $3::jsonb AND auto_approve = $4 AND deciding = $5::jsonb",
          values,
        );
        return same.length > 0 ? "same" : "conflict";
      }),

    get: async (id) => {
      const [row] = await database.query(`${WORKSPACES} WHERE id = $1`, [id]);
      return row ? Workspace.parse(row) : null;
    },

    page: async (request) => {
      const rows = await database.query(`${WORKSPACES} WHERE id > $1 ORDER BY id LIMIT $2`, [
        request.after ?? "",
        request.limit + 1,
      ]);
      return toPage(
        rows.map((row) => Workspace.parse(row)),
        request,
      );
    },

    change: (id, change, actor) =>
      database.transaction(async (query) => {
        const [row] = await query(`${WORKSPACES} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
        if (!row) throw new AppError("workspace_not_found", id);
        const before = Workspace.parse(row);
        const after = Workspace.parse({ ...before, ...change });
        await query("UPDATE workspaces SET name = $2, brand = $3, auto_approve = $4, deciding = $5 WHERE id = $1", [
          id,
          after.name,
          JSON.stringify(after.brand),
          after.autoApprove,
          JSON.stringify(after.deciding),
        ]);
        // What was live without a person in a channel that now asks for one is not any more.
        await query(
          `UPDATE creatives SET auto_channels = ARRAY(SELECT unnest(auto_channels) INTERSECT SELECT unnest($2::text[]))
           WHERE workspace_id = $1 AND NOT auto_channels <@ $2::text[]`,
          [id, after.autoApprove],
        );
        // One line a field, with what it was: a switch of approval is found by its name.
        for (const [field, action] of CHANGES) {
          const [from, to] = [before[field], after[field]];
          if (JSON.stringify(from) === JSON.stringify(to)) continue;
          await audit(query, { workspace: id, actor, action, subject: id, detail: { from, to } });
        }
        await raiseRevision(query, id);
        return after;
      }),
  };
}

const CHANGES = [
  ["name", "workspace.rename"],
  ["brand", "workspace.brand"],
  ["autoApprove", "workspace.auto-approve"],
  ["deciding", "workspace.deciding"],
] as const;
