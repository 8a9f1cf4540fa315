import type { CreativeId } from "../core/creative.ts";
import type { Rejection } from "../core/rejection.ts";
import type { Database } from "./database-postgres.ts";
import { gatesOnPostgres } from "./gates-postgres.ts";
import { EVERY_WORKSPACE } from "./records.ts";

/** What the rows around a creative say of it; times are ISO 8601 in UTC. */
export type CreativeOrigin = {
  readonly workspace: string;
  readonly plannedAt: string;
  /** Every order that asked for it, the first one first. */
  readonly orders: readonly { readonly jobId: string; readonly at: string; readonly by: string | null }[];
  readonly audit: readonly {
    readonly at: string;
    readonly actor: string;
    readonly action: string;
    readonly detail: Readonly<Record<string, unknown>>;
  }[];
  /** What its tries did not pass. */
  readonly rejections: readonly Rejection[];
  /** Null: its title has no experiment. */
  readonly experiment: { readonly state: "open" | "closed"; readonly isControl: boolean } | null;
  readonly clusters: readonly ClusterServing[];
};

/** How one cluster was served it. */
export type ClusterServing = {
  readonly clusterId: string;
  readonly exposures: number;
  readonly clicks: number;
  /** Its share of the traffic by the policies that are still kept; null: no policy named it. */
  readonly share: {
    readonly versions: number;
    readonly first: number;
    readonly last: number;
    readonly least: number;
    readonly most: number;
  } | null;
  /** When it was declared the winner, and when another took its place. */
  readonly won: { readonly at: string; readonly until: string | null } | null;
};

/** @returns null for a creative that was never planned */
export async function readOrigin(database: Database, id: CreativeId): Promise<CreativeOrigin | null> {
  const { query } = database;
  const [row] = await query<{ workspace: string; title_id: string; planned_at: Date }>(
    "SELECT workspace_id AS workspace, title_id, planned_at FROM creatives WHERE id = $1",
    [id],
  );
  if (!row) return null;
  const { workspace, title_id: title, planned_at: plannedAt } = row;
  const orders = await query<{ jobId: string; at: Date; by: string | null }>(
    `SELECT jobs.id AS "jobId", jobs.created_at AS at,
       (SELECT actor FROM audit WHERE workspace_id = $2 AND subject = jobs.id ORDER BY id LIMIT 1) AS by
     FROM jobs JOIN job_creatives ON job_id = jobs.id WHERE creative_id = $1 ORDER BY jobs.created_at, jobs.id`,
    [id, workspace],
  );
  const audit = await query<{ at: Date; actor: string; action: string; detail: Record<string, unknown> }>(
    "SELECT at, actor, action, detail FROM audit WHERE workspace_id = $1 AND subject = $2 ORDER BY audit.id",
    [workspace, id],
  );
  const rejections = await gatesOnPostgres(database, EVERY_WORKSPACE).rejections(id);
  const [experiment] = await query<{ state: "open" | "closed"; isControl: boolean }>(
    `SELECT state, control_id = $3 AS "isControl" FROM experiments WHERE workspace_id = $1 AND title_id = $2`,
    [workspace, title, id],
  );
  const clusters = await query<ClusterServing>(CLUSTERS, [workspace, title, id]);
  return {
    workspace,
    plannedAt: plannedAt.toISOString(),
    orders: orders.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    audit: audit.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    rejections: rejections ?? [],
    experiment: experiment ?? null,
    clusters,
  };
}

const CLUSTERS = `
  WITH seen AS (
    SELECT cluster_id, count(*) FILTER (WHERE kind = 'exposure')::int AS exposures,
      count(*) FILTER (WHERE kind = 'click')::int AS clicks
    FROM events WHERE workspace_id = $1 AND title_id = $2 AND creative_id = $3 GROUP BY cluster_id
  ), shares AS (
    SELECT cluster_id, json_build_object('versions', count(*), 'first', (array_agg(p ORDER BY version))[1],
      'last', (array_agg(p ORDER BY version DESC))[1], 'least', min(p), 'most', max(p)) AS share
    FROM (SELECT version, cluster_id, probability AS p FROM policy_rows, packed_shares(packed)
          WHERE workspace_id = $1 AND title_id = $2 AND creative_id = $3) AS given
    GROUP BY cluster_id
  ), won AS (
    SELECT DISTINCT ON (cluster_id) cluster_id, json_build_object(
      'at', to_char(declared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'until', to_char(reversed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS won
    FROM winners WHERE workspace_id = $1 AND title_id = $2 AND creative_id = $3 ORDER BY cluster_id, id DESC
  )
  SELECT cluster_id AS "clusterId", coalesce(exposures, 0) AS exposures, coalesce(clicks, 0) AS clicks, share, won
  FROM seen FULL JOIN shares USING (cluster_id) FULL JOIN won USING (cluster_id) ORDER BY cluster_id`;
