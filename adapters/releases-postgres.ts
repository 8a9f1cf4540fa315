import { AppError } from "../core/errors.ts";
import { PolicyRelease } from "../core/policy-release.ts";
import type { ReleaseStore } from "../core/ports.ts";
import { Deciding, type WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, raiseRevision, toPage } from "./records.ts";

export function releasesOnPostgres(database: Database, workspace: WorkspaceId): ReleaseStore {
  return {
    release: ({ policy, before, actor, unproven, judgement }) =>
      database.transaction(async (query) => {
        const [row] = await query<{ deciding: unknown }>(
          "SELECT deciding FROM workspaces WHERE id = $1 FOR NO KEY UPDATE",
          [workspace],
        );
        if (!row) throw new AppError("workspace_not_found", workspace);
        const deciding = Deciding.parse(row.deciding);
        if (deciding.policy !== before) return "overtaken";
        await query("UPDATE workspaces SET deciding = $2 WHERE id = $1", [
          workspace,
          JSON.stringify({ ...deciding, policy }),
        ]);
        await query(
          `INSERT INTO policy_releases (workspace_id, actor, policy, before, unproven, judgement)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [workspace, actor, policy, before, unproven, JSON.stringify(judgement)],
        );
        const { verdict, why } = judgement;
        const action = unproven ? "policy.release-unproven" : "policy.release";
        const detail = { from: before, to: policy, verdict, why };
        await audit(query, { workspace, actor, action, subject: workspace, detail });
        await raiseRevision(query, workspace);
        return "released";
      }),

    page: async ({ after, limit }) => {
      const rows = await database.query<{ released_at: Date }>(
        `SELECT id::text AS id, released_at, actor, policy, before, unproven, judgement FROM policy_releases
         WHERE workspace_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
        // An id is a whole number; nothing comes after what is none.
        [workspace, idOf(after), limit + 1],
      );
      return toPage(
        rows.map(({ released_at, ...row }) => PolicyRelease.parse({ ...row, at: released_at.toISOString() })),
        { after, limit },
      );
    },
  };
}

const LARGEST = "9223372036854775807";
const idOf = (after: string | null): string => {
  if (after === null || after === "") return LARGEST;
  return /^\d{1,18}$/.test(after) ? after : "0";
};
