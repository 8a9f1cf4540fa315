import type { CreativeId, CreativeStatus } from "../core/creative.ts";
import type { CreativeStore } from "../core/ports.ts";
import { objectionTo, VERDICTS } from "../core/review.ts";
import type { Database } from "./database-postgres.ts";
import { raiseRevision, storable, type Whose } from "./records.ts";
import { retireReplaced } from "./replaced-postgres.ts";

type Row = { id: CreativeId; status: CreativeStatus; reason: string | null; pulled: boolean };

/** The rows are locked until the verdict is kept: of two reviewers at once the second sees what the first said. */
export const reviewsOnPostgres =
  (database: Database, workspace: Whose): CreativeStore["review"] =>
  (ids, review) =>
    database.transaction(async (query) => {
      const { to } = VERDICTS[review.verdict];
      const found = await query<Row>(
        `SELECT id, status, reason, EXISTS (SELECT FROM pulls WHERE creative_id = creatives.id) AS pulled
         FROM creatives WHERE id = ANY($1) AND workspace_id = $2 ORDER BY id FOR UPDATE`,
        [ids, workspace],
      );
      const known = new Set(found.map(({ id }) => id));
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      const unreviewable = found.flatMap(({ id, status, pulled }) => {
        const why = objectionTo(review.verdict, status, pulled);
        return why === null ? [] : [{ id, why }];
      });
      if (missing.length > 0 || unreviewable.length > 0) return { missing, unreviewable };

      const said = review.reason === null ? null : storable(review.reason);
      // Another reason for what is rejected already is a verdict of its own.
      const moving = found
        .filter(({ status, reason }) => status !== to || (to === "rejected" && reason !== said))
        .map(({ id }) => id);
      if (moving.length === 0) return { missing, unreviewable };
      await query(
        `UPDATE creatives SET status = $2, reason = $3, auto_channels = '{}', moved_at = now() WHERE id = ANY($1)`,
        [moving, to, to === "rejected" || to === "retired" ? said : null],
      );
      // Before the audit, which its writers take in turns: nobody may wait for a row with the turn in hand.
      if (to === "approved") await retireReplaced(query, { ids: moving, actor: review.actor, workspace });
      await query(
        `INSERT INTO audit (workspace_id, actor, action, subject, detail)
         SELECT $5, $2, $3, id, $4 FROM unnest($1::text[]) AS id`,
        [moving, review.actor, `creative.${review.verdict}`, JSON.stringify({ reason: said }), workspace],
      );
      await raiseRevision(query, workspace);
      return { missing, unreviewable };
    });
