import { Creative, type CreativeId, type CreativeStatus } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { CreativeStore } from "../core/ports.ts";
import type { Rejection } from "../core/rejection.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { addRejections, maySpendAnother, tooAlike } from "./gates-postgres.ts";
import { audit, raiseRevision, storable, toPage, type Whose, within } from "./records.ts";
import { reviewsOnPostgres } from "./reviews-postgres.ts";

/** The renditions of `creatives.id` for which `condition` holds, as the core's schema has them. */
export const renditions = (condition: string): string => `
  (SELECT coalesce(json_agg(json_build_object('channel', channel, 'locale', locale, 'density', density, 'format', format,
     'blob', blob, 'widthPx', width_px, 'heightPx', height_px, 'byteLength', byte_length, 'contentType', content_type,
     'quality', quality, 'score', score, 'contrast', contrast, 'thumbHash', thumb_hash, 'dominant', dominant)
     ORDER BY channel, locale, density, format), '[]')
   FROM renditions WHERE creative_id = creatives.id AND ${condition})`;

/** What the public may see of `creatives`: the same condition for the snapshot, the status and `liveIn`. */
export const SHOWN = `
  (NOT EXISTS (SELECT FROM pulls WHERE creative_id = creatives.id)
   AND EXISTS (SELECT FROM experiments
               WHERE experiments.workspace_id = creatives.workspace_id AND experiments.title_id = creatives.title_id)
   AND (creatives.status = 'approved' OR (creatives.status = 'in-review' AND auto_channels <> '{}')))`;

/** Where nobody has reviewed it, the channels that the workspace named; else all. Of a row of `renditions`. */
export const IN_ITS_CHANNELS = "(creatives.status = 'approved' OR channel = ANY(auto_channels))";

const STATUS = `CASE WHEN creatives.status = 'approved' AND ${SHOWN} THEN 'live' ELSE creatives.status END`;

const CREATIVES = `
  SELECT id, title_id AS "titleId", cluster_id AS "clusterId", job_id AS "jobId", ${STATUS} AS status, replaces, reason, brief, copy,
    checks, provenance, ${renditions("true")} AS renditions, auto_channels AS "autoApproved",
    ARRAY(SELECT DISTINCT channel FROM renditions
          WHERE creative_id = creatives.id AND ${SHOWN} AND ${IN_ITS_CHANNELS} ORDER BY channel) AS "liveIn",
    (SELECT json_build_object('reason', pulls.reason, 'note', note, 'actor', actor,
       'at', to_char(pulled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM pulls WHERE creative_id = creatives.id) AS pull
  FROM creatives`;

export function creativesOnPostgres(database: Database, workspace: Whose): CreativeStore {
  return {
    get: async (id) => {
      const [row] = await database.query(`${CREATIVES} WHERE id = $1 AND ${within("workspace_id", "$2")}`, [
        id,
        workspace,
      ]);
      return row ? Creative.parse(row) : null;
    },

    page: async (filter, request) => {
      const rows = await database.query(
        `${CREATIVES} WHERE id > $1 AND ${within("workspace_id", "$7")} AND ($3::text IS NULL OR title_id = $3) AND ($4::text IS NULL OR cluster_id = $4)
           AND ($5::text IS NULL OR ${STATUS} = $5)
           AND ($6::text IS NULL OR EXISTS (SELECT FROM job_creatives WHERE job_id = $6 AND creative_id = creatives.id))
         ORDER BY id LIMIT $2`,
        [
          request.after ?? "",
          request.limit + 1,
          filter.titleId ?? null,
          filter.clusterId ?? null,
          filter.status ?? null,
          filter.jobId ?? null,
          workspace,
        ],
      );
      return toPage(
        rows.map((row) => Creative.parse(row)),
        request,
      );
    },

    keep: (made, blobs) =>
      database.transaction(async (query) => {
        if (blobs.length !== made.renditions.length) {
          throw new RangeError(`${made.renditions.length} renditions came with ${blobs.length} blobs`);
        }
        const row = await lockPlanned(query, workspace, made.creativeId);
        if (row.status !== "draft") return "already-made";
        // No gate at all is not a passed gate.
        const good = made.checks.length > 0 && made.checks.every((check) => check.passed);
        const alike = good ? await tooAlike(query, made) : [];
        await addRejections(query, made.creativeId, [...made.rejections, ...alike]);
        if (alike.length > 0 && maySpendAnother(made)) return "too-alike";
        const failed = [...made.checks.filter((check) => !check.passed), ...alike].map(({ gate }) => gate);
        const reason = made.checks.length === 0 ? "no gate ran" : failed.length > 0 ? didNotPass(failed) : null;
        await query(
          `UPDATE creatives SET status = $2, reason = $3, copy = $4, checks = $5, provenance = $6, fingerprints = $7,
             moved_at = now() WHERE id = $1`,
          [
            made.creativeId,
            reason === null ? "in-review" : "refused",
            reason,
            JSON.stringify(made.copy),
            JSON.stringify([...made.checks, ...alike.map(checkOf)]),
            JSON.stringify(made.provenance),
            JSON.stringify(made.fingerprints),
          ],
        );
        const rows = made.renditions.map(({ bytes, ...rest }, i) => ({
          ...rest,
          blob: blobs[i],
          byteLength: bytes.byteLength,
        }));
        await query(
          `INSERT INTO renditions
             (creative_id, channel, locale, density, format, blob, width_px, height_px, byte_length, content_type,
              quality, score, contrast, thumb_hash, dominant)
           SELECT $1, channel, locale, density, format, blob, "widthPx", "heightPx", "byteLength", "contentType",
             quality, score, contrast, "thumbHash", dominant
           FROM jsonb_to_recordset($2::jsonb) AS made (channel text, locale text, density int, format text, blob text,
             "widthPx" int, "heightPx" int, "byteLength" int, "contentType" text, quality int, score real,
             contrast real, "thumbHash" text, dominant text)`,
          [made.creativeId, JSON.stringify(rows)],
        );
        const channels = reason === null ? await approveByItself(query, row.workspace, made.creativeId) : [];
        const action = reason === null ? "creative.made" : "creative.refuse";
        await audit(query, { ...line(row, made.creativeId), action, detail: reason === null ? {} : { reason } });
        if (channels.length > 0) await tellOfApproval(query, row.workspace, made.creativeId, channels);
        return reason === null ? "made" : "refused";
      }),

    fail: (id, reason) =>
      database.transaction(async (query) => {
        const row = await lockPlanned(query, workspace, id);
        if (row.status !== "draft") return;
        await query("UPDATE creatives SET status = 'failed', reason = $2, moved_at = now() WHERE id = $1", [
          id,
          storable(reason),
        ]);
        await audit(query, { ...line(row, id), action: "creative.fail", detail: { reason: storable(reason) } });
      }),

    review: reviewsOnPostgres(database, workspace),
  };
}

const didNotPass = (gates: readonly string[]): string => `did not pass: ${[...new Set(gates)].join(", ")}`;

const checkOf = ({ gate, measured, limit, detail }: Rejection) => ({
  gate,
  passed: false,
  measured,
  limit,
  ...(detail === null ? {} : { detail }),
});
type Locked = { readonly status: CreativeStatus; readonly workspace: WorkspaceId };

/** What the workers do has no person behind it. */
const line = ({ workspace }: Locked, subject: CreativeId) => ({ workspace, actor: "worker", subject });

/** Where the workspace has named channels that need no person, it is live in those of them that it was made for. */
async function approveByItself(query: Query, workspace: WorkspaceId, id: CreativeId): Promise<readonly string[]> {
  // Shared: a channel that is taken off the list meanwhile waits, and finds this creative to take it from.
  await query("SELECT 1 FROM workspaces WHERE id = $1 FOR SHARE", [workspace]);
  const [row] = await query<{ channels: string[] }>(
    `UPDATE creatives SET auto_channels = ARRAY(
       SELECT DISTINCT channel FROM renditions, workspaces
       WHERE creative_id = $1 AND workspaces.id = $2 AND channel = ANY(auto_approve) ORDER BY channel)
     WHERE id = $1 RETURNING auto_channels AS channels`,
    [id, workspace],
  );
  return row?.channels ?? [];
}

async function tellOfApproval(
  query: Query,
  workspace: WorkspaceId,
  id: CreativeId,
  channels: readonly string[],
): Promise<void> {
  await audit(query, {
    workspace,
    actor: "workspace setting",
    action: "creative.auto-approve",
    subject: id,
    detail: { channels, note: `auto-approved for ${channels.join(", ")} by workspace setting` },
  });
  await raiseRevision(query, workspace);
}

/** Locks the creative's row until the transaction ends, so that of two who move it the second sees it moved. */
async function lockPlanned(query: Query, workspace: Whose, id: CreativeId): Promise<Locked> {
  const [row] = await query<Locked>(
    `SELECT status, workspace_id AS workspace FROM creatives WHERE id = $1 AND ${within("workspace_id", "$2")} FOR UPDATE`,
    [id, workspace],
  );
  if (!row) throw new AppError("creative_not_found", `creative ${id} was never planned`);
  return row;
}
