import { z } from "zod";
import { Locale } from "../core/attributes.ts";
import { Copy } from "../core/copy.ts";
import type { CreativeId, MadeCreative } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import { APART, Fingerprints, nearestOf, type Sibling } from "../core/fingerprint.ts";
import type { JobId } from "../core/job.ts";
import type { GateStore } from "../core/ports.ts";
import { Rejection, RejectionSummary, TRIES_A_CREATIVE } from "../core/rejection.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { audit, type Whose, within } from "./records.ts";

/** What the gates know of other creatives, and what they refused. */
export function gatesOnPostgres(database: Database, workspace: Whose): GateStore {
  return {
    before: async (id) => {
      const [row] = await database.query<{ tried: number }>(
        `SELECT (SELECT coalesce(max(retry) + 1, 0) FROM rejections WHERE creative_id = $1)::int AS tried
         FROM creatives WHERE id = $1 AND ${within("workspace_id", "$2")}`,
        [id, workspace],
      );
      if (!row) throw new AppError("creative_not_found", `creative ${id} was never planned`);
      return { siblings: await siblingsOf(database.query, id), tried: row.tried };
    },

    rejections: async (id) => {
      const [row] = await database.query(`SELECT FROM creatives WHERE id = $1 AND ${within("workspace_id", "$2")}`, [
        id,
        workspace,
      ]);
      if (!row) return null;
      const rows = await database.query(
        `SELECT retry, seed::float8 AS seed, gate, nullif(place, '') AS "where", measured, bound AS limit, detail
         FROM rejections WHERE creative_id = $1 ORDER BY retry, gate, place`,
        [id],
      );
      return rows.map((one) => Rejection.parse(one));
    },

    summary: async ({ titleId = null, clusterId = null, jobId = null }) => {
      const [row] = await database.query(SUMMARY, [workspace, titleId, clusterId, jobId]);
      return RejectionSummary.parse(row);
    },

    set: async ({ titleId, jobId = null }) => {
      const rows = await database.query<SetRow>(
        // Creatives around one picture of a person's own are meant to be alike; of one and its replacement one will go.
        `SELECT DISTINCT ON (coalesce(root_id, id)) id AS "creativeId", fingerprints, provenance,
           status = 'in-review' AND auto_channels = '{}' AS fresh
         FROM creatives WHERE ${within("workspace_id", "$1")} AND title_id = $2
           AND ($3::text IS NULL OR workspace_id = (SELECT workspace_id FROM jobs WHERE id = $3))
           AND fingerprints IS NOT NULL AND status <> ALL($4) AND NOT brief ? 'keyArt'
         ORDER BY coalesce(root_id, id), planned_at DESC, id`,
        [workspace, titleId, jobId, APART_FROM_THE_SET],
      );
      return rows.map(({ creativeId, fingerprints, provenance: { retry, seed }, fresh }) => {
        const goesOn = fresh && retry !== undefined && seed !== undefined && retry + 1 < TRIES_A_CREATIVE;
        return {
          creativeId,
          fingerprints: Fingerprints.parse(fingerprints),
          remakeable: goesOn ? { retry, seed } : null,
        };
      });
    },

    remake: (jobId, of) =>
      database.transaction(async (query) => {
        const [job] = await query<{ workspace: WorkspaceId }>(
          `SELECT workspace_id AS workspace FROM jobs WHERE id = $1 AND ${within("workspace_id", "$2")}
             AND state IN ('running', 'done') AND budget = '{}' FOR UPDATE`,
          [jobId, workspace],
        );
        if (!job) return [];
        // All at once, before the first line in the audit: its writers take turns, and nobody may wait with the turn in hand.
        await query("SELECT FROM creatives WHERE id = ANY($1) AND workspace_id = $2 ORDER BY id FOR UPDATE", [
          of.map(({ id }) => id),
          job.workspace,
        ]);
        const gone: CreativeId[] = [];
        for (const { id, because } of of) if (await takeBack(query, job.workspace, jobId, id, because)) gone.push(id);
        if (gone.length > 0)
          await query("UPDATE jobs SET state = 'running', finished_at = NULL WHERE id = $1 AND state = 'done'", [
            jobId,
          ]);
        return gone;
      }),
  };
}

type SetRow = {
  readonly creativeId: CreativeId;
  readonly fingerprints: unknown;
  readonly provenance: { readonly retry?: number; readonly seed?: number };
  readonly fresh: boolean;
};

/** Its files go with it; the blobs stay, as nobody counts who else uses them. */
async function takeBack(
  query: Query,
  workspace: WorkspaceId,
  jobId: JobId,
  id: CreativeId,
  because: Rejection,
): Promise<boolean> {
  const [row] = await query(
    `UPDATE creatives SET status = 'draft', reason = NULL, copy = '{}', checks = '[]', provenance = NULL,
       fingerprints = NULL, moved_at = now()
     WHERE id = $1 AND workspace_id = $2 AND status = 'in-review' AND auto_channels = '{}'
       AND EXISTS (SELECT FROM job_creatives WHERE job_id = $3 AND creative_id = $1) RETURNING id`,
    [id, workspace, jobId],
  );
  if (!row) return false;
  await query("DELETE FROM renditions WHERE creative_id = $1", [id]);
  await query("UPDATE job_creatives SET waiting = true WHERE creative_id = $1 AND job_id = $2", [id, jobId]);
  await addRejections(query, id, [because]);
  const { gate, measured, limit, detail } = because;
  await audit(query, {
    workspace,
    actor: "worker",
    action: "creative.remake",
    subject: id,
    detail: { gate, measured, limit, detail },
  });
  return true;
}

/** Every try of a made creative is either the one that was kept, or has rejections; a refused one's tries all have. */
const SUMMARY = `
  WITH chosen AS (
    SELECT id, status FROM creatives
    WHERE ${within("workspace_id", "$1")} AND provenance IS NOT NULL
      AND ($2::text IS NULL OR title_id = $2) AND ($3::text IS NULL OR cluster_id = $3)
      AND ($4::text IS NULL OR EXISTS (SELECT FROM job_creatives WHERE job_id = $4 AND creative_id = creatives.id))
  ), refused_tries AS (
    SELECT DISTINCT creative_id, retry, gate FROM rejections JOIN chosen ON id = creative_id
  ), total AS (
    SELECT (SELECT count(*) FROM chosen)::int AS creatives,
      (SELECT count(*) FROM chosen WHERE status = 'refused')::int AS refused,
      ((SELECT count(*) FROM chosen WHERE status <> 'refused')
        + (SELECT count(*) FROM (SELECT DISTINCT creative_id, retry FROM refused_tries) AS t))::int AS tries
  ), gates AS (
    SELECT gate, count(*)::int AS tries FROM refused_tries GROUP BY gate
  )
  SELECT creatives, refused, tries,
    coalesce((SELECT json_agg(json_build_object('gate', gate, 'tries', gates.tries,
       'share', gates.tries::float8 / total.tries) ORDER BY gates.tries DESC, gate) FROM gates), '[]') AS gates
  FROM total`;

const Words = z.partialRecord(Locale, Copy);

/** Statuses in which nobody will see a creative beside its siblings any more, or not yet. */
const APART_FROM_THE_SET = ["draft", "refused", "failed", "rejected", "retired"];

async function siblingsOf(query: Query, id: CreativeId): Promise<Sibling[]> {
  const rows = await query<{ creativeId: string; fingerprints: unknown; copy: unknown }>(
    `SELECT other.id AS "creativeId", other.fingerprints, other.copy FROM creatives AS own
     JOIN creatives AS other ON other.workspace_id = own.workspace_id AND other.title_id = own.title_id
     WHERE own.id = $1 AND other.id <> $1 AND other.fingerprints IS NOT NULL AND other.status <> ALL($2)
       -- What a creative is to replace may look like it: one of the two goes.
       AND coalesce(other.root_id, other.id) <> coalesce(own.root_id, own.id)
     ORDER BY other.id`,
    [id, APART_FROM_THE_SET],
  );
  return rows.map(({ creativeId, fingerprints, copy }) => ({
    creativeId,
    fingerprints: Fingerprints.parse(fingerprints),
    copy: Words.parse(copy),
  }));
}

/**
 * What a creative that is about to be kept is too like, in the transaction that keeps it: creatives of one title are
 * kept one after another, so of two that were painted at the same time the later one meets the earlier one here.
 */
export async function tooAlike(query: Query, made: MadeCreative): Promise<Rejection[]> {
  const [own] = await query("SELECT FROM creatives WHERE id = $1 AND brief ? 'keyArt'", [made.creativeId]);
  // Around one picture of a person's own, they are meant to be alike.
  if (own) return [];
  await query(
    `SELECT FROM titles JOIN creatives ON creatives.workspace_id = titles.workspace_id AND title_id = titles.id
     WHERE creatives.id = $1 FOR NO KEY UPDATE OF titles`,
    [made.creativeId],
  );
  const siblings = await siblingsOf(query, made.creativeId);
  const { retry = 0, seed = 0 } = made.provenance;
  return APART.flatMap(({ name, distance, least }) => {
    const nearest = nearestOf(made.fingerprints, siblings, distance);
    if (nearest === null || nearest.apart >= least) return [];
    const { creativeId, apart: measured } = nearest;
    return [{ retry, seed, gate: name, where: null, measured, limit: least, detail: `like ${creativeId}` }];
  });
}

/** Whether another seed may be tried after this one. */
export const maySpendAnother = ({ provenance: { retry = 0 } }: MadeCreative): boolean => retry + 1 < TRIES_A_CREATIVE;

/** A rejection that is there already is left as it is: a job may be delivered twice. */
export async function addRejections(query: Query, id: CreativeId, rejections: readonly Rejection[]): Promise<void> {
  await query(
    `INSERT INTO rejections (creative_id, retry, seed, gate, place, measured, bound, detail)
     SELECT $1, retry, seed, gate, coalesce("where", ''), measured, "limit", detail
     FROM jsonb_to_recordset($2::jsonb) AS r (retry int, seed bigint, gate text, "where" text,
       measured double precision, "limit" double precision, detail text)
     ON CONFLICT DO NOTHING`,
    [id, JSON.stringify(rejections)],
  );
}
