import type { CreativeId } from "../core/creative.ts";
import type { Query } from "./database-postgres.ts";
import type { Whose } from "./records.ts";

/**
 * Retires what the creatives `ids`, approved in this transaction, are to replace. An experiment whose control is retired
 * goes on with the new one as its control.
 */
export async function retireReplaced(
  query: Query,
  by: { readonly ids: readonly CreativeId[]; readonly actor: string; readonly workspace: Whose },
): Promise<void> {
  await query(
    `WITH old AS (
       UPDATE creatives SET status = 'retired', reason = 'replaced by ' || fresh.id, moved_at = now()
       FROM creatives AS fresh
       WHERE fresh.id = ANY($1) AND fresh.workspace_id = $3 AND creatives.id = fresh.replaces
         AND creatives.status IN ('approved', 'in-review')
       RETURNING creatives.id, fresh.id AS by),
     controls AS (
       UPDATE experiments SET control_id = old.by FROM old
       WHERE experiments.workspace_id = $3 AND control_id = old.id)
     INSERT INTO audit (workspace_id, actor, action, subject, detail)
     SELECT $3, $2, 'creative.retire', id, jsonb_build_object('reason', 'replaced', 'replacedBy', by) FROM old`,
    [by.ids, by.actor, by.workspace],
  );
}
