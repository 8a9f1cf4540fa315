import type { CreativeId } from "../core/creative.ts";
import type { RegenerationStore, Selected } from "../core/ports.ts";
import { type Costs, PLANNED_COSTS } from "../core/regeneration.ts";
import type { TitleId } from "../core/title.ts";
import type { Database } from "./database-postgres.ts";
import type { Whose } from "./records.ts";

/** Enough for a steady mean, and few enough to be read at once. */
const CREATIVES_MEASURED = 500;

/** $1 workspace, $2 the selection as JSON; a field that is absent holds for all. */
const SELECTED = `
  creatives.workspace_id = $1 AND status IN ('in-review', 'approved')
  AND ($2::jsonb->'titles' IS NULL OR $2::jsonb->'titles' ? title_id)
  AND ($2::jsonb->'clusters' IS NULL OR $2::jsonb->'clusters' ? coalesce(cluster_id, ''))
  AND ($2::jsonb->'losers' IS NULL OR status = 'approved')
  AND ($2::jsonb->'olderThan' IS NULL OR planned_at < ($2::jsonb->>'olderThan')::timestamptz)
  AND ($2::jsonb->'madeBy' IS NULL OR EXISTS (
    SELECT FROM unnest(ARRAY['imageModel', 'textModel']) AS role
    WHERE provenance->role->>'sha256' = $2::jsonb->>'madeBy'
      -- Networks that worked together are named together: "marquee-paint+style".
      OR $2::jsonb->>'madeBy' = ANY (provenance->role->>'id' || string_to_array(provenance->role->>'id', '+'))))
  AND NOT EXISTS (
    SELECT FROM jsonb_each(coalesce($2::jsonb->'attributes', '{}')) AS wanted (name, levels)
    WHERE NOT wanted.levels ? (brief->'attributes'->>wanted.name))`;

type Row = Selected & { readonly titleId: TitleId };

export function regenerationsOnPostgres(database: Database, workspace: Whose): RegenerationStore {
  return {
    page: async (selection, { after, limit }) => {
      const given = [workspace, JSON.stringify(selection)];
      const titles = await database.query<{ id: TitleId }>(
        `SELECT DISTINCT title_id AS id FROM creatives WHERE ${SELECTED} AND title_id > $3 ORDER BY 1 LIMIT $4`,
        [...given, after ?? "", limit + 1],
      );
      const ids = titles.slice(0, limit).map(({ id }) => id);
      const rows = await database.query<Row>(
        `SELECT id, title_id AS "titleId", cluster_id AS "clusterId", status, coalesce(root_id, id) AS root,
           jsonb_strip_nulls(jsonb_build_object('attributes', brief->'attributes', 'probabilities', brief->'probabilities',
             'channels', brief->'channels', 'formats', brief->'formats')) AS brief
         FROM creatives WHERE ${SELECTED} AND title_id = ANY($3) ORDER BY title_id, id`,
        [...given, ids],
      );
      const byTitle = Map.groupBy(rows, ({ titleId }) => titleId);
      return {
        items: ids.map((titleId) => ({ titleId, creatives: byTitle.get(titleId) ?? [] })),
        next: titles.length > limit ? (ids.at(-1) ?? null) : null,
      };
    },

    known: async (ids) => {
      const rows = await database.query<{ id: CreativeId }>(
        "SELECT id FROM creatives WHERE id = ANY($1) AND workspace_id = $2",
        [ids, workspace],
      );
      return new Set(rows.map(({ id }) => id));
    },

    costs: async () => {
      const [row] = await database.query<Costs>(
        `WITH newest AS (
           SELECT id, provenance FROM creatives WHERE provenance IS NOT NULL AND workspace_id = $1
           ORDER BY moved_at DESC LIMIT $2)
         SELECT count(*)::int AS measured,
           coalesce(avg((SELECT sum(value::float8) FROM jsonb_each_text(provenance->'stageMs'))), 0) / 60000 AS minutes,
           coalesce(avg(files), 0)::float8 AS renditions, coalesce(avg(bytes), 0)::float8 AS bytes
         FROM newest CROSS JOIN LATERAL (
           SELECT count(*) AS files, coalesce(sum(byte_length), 0) AS bytes
           FROM renditions WHERE creative_id = newest.id) AS kept`,
        [workspace, CREATIVES_MEASURED],
      );
      return row && row.measured > 0 ? row : PLANNED_COSTS;
    },
  };
}
