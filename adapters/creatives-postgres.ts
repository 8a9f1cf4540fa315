import { Creative, type CreativeId, type CreativeStatus } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { CreativeStore, Review } from "../core/ports.ts";
import type { Rejection } from "../core/rejection.ts";
import type { Database, Query } from "./database-postgres.ts";
import { addRejections, maySpendAnother, tooAlike } from "./gates-postgres.ts";
import { raiseRevision, toPage, type Whose, within } from "./records.ts";

/** The renditions of `creatives.id` as the core's schema has them. */
export const RENDITIONS = `
  (SELECT coalesce(json_agg(json_build_object('channel', channel, 'locale', locale, 'density', density, 'format', format,
     'blob', blob, 'widthPx', width_px, 'heightPx', height_px, 'byteLength', byte_length, 'contentType', content_type,
     'quality', quality, 'score', score, 'contrast', contrast, 'thumbHash', thumb_hash, 'dominant', dominant)
     ORDER BY channel, locale, density, format), '[]')
   FROM renditions WHERE creative_id = creatives.id)`;

const CREATIVES = `
  SELECT id, title_id AS "titleId", cluster_id AS "clusterId", job_id AS "jobId", status, reason, brief, copy, checks,
    provenance, ${RENDITIONS} AS renditions
  FROM creatives`;

/** What a verdict may be given on, and what becomes of it. A repeated verdict changes nothing and is no error. */
const VERDICTS: Readonly<
  Record<Review["verdict"], { readonly from: readonly CreativeStatus[]; readonly to: CreativeStatus }>
> = {
  approve: { from: ["in-review", "approved", "rejected"], to: "approved" },
  reject: { from: ["in-review", "approved", "rejected"], to: "rejected" },
  retire: { from: ["approved"], to: "retired" },
};

/** Longest reason kept, in UTF-16 units; an error's text can be a page of a model's output. */
const REASON_MAX = 2_000;

/** Postgres takes no NUL and no half a surrogate pair, and an error's text may hold both. */
const storable = (reason: string): string => reason.slice(0, REASON_MAX).replaceAll("\0", "").toWellFormed();

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
           AND ($5::text IS NULL OR status = $5)
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
        if ((await lockPlanned(query, workspace, made.creativeId)) !== "planned") return "already-made";
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
        return reason === null ? "made" : "refused";
      }),

    fail: (id, reason) =>
      database.transaction(async (query) => {
        if ((await lockPlanned(query, workspace, id)) !== "planned") return;
        await query("UPDATE creatives SET status = 'failed', reason = $2, moved_at = now() WHERE id = $1", [
          id,
          storable(reason),
        ]);
      }),

    review: (ids, review) =>
      database.transaction(async (query) => {
        const { from, to } = VERDICTS[review.verdict];
        const found = await query<{ id: CreativeId; status: CreativeStatus }>(
          "SELECT id, status FROM creatives WHERE id = ANY($1) AND workspace_id = $2 ORDER BY id FOR UPDATE",
          [ids, workspace],
        );
        const known = new Set(found.map(({ id }) => id));
        const missing = [...new Set(ids)].filter((id) => !known.has(id));
        const unreviewable = found.filter(({ status }) => !from.includes(status)).map(({ id }) => id);
        if (missing.length > 0 || unreviewable.length > 0) return { missing, unreviewable };

        const moving = found.filter(({ status }) => status !== to).map(({ id }) => id);
        if (moving.length === 0) return { missing, unreviewable };
        const reason = review.reason === null ? null : storable(review.reason);
        await query("UPDATE creatives SET status = $2, reason = $3, moved_at = now() WHERE id = ANY($1)", [
          moving,
          to,
          reason,
        ]);
        await query(
          `INSERT INTO audit (workspace_id, actor, action, subject, detail)
           SELECT $5, $2, $3, id, $4 FROM unnest($1::text[]) AS id`,
          [moving, review.actor, `creative.${review.verdict}`, JSON.stringify({ reason }), workspace],
        );
        await raiseRevision(query, workspace);
        return { missing, unreviewable };
      }),
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

/** Locks the creative's row until the transaction ends, so that of two who move it the second sees it moved. */
async function lockPlanned(query: Query, workspace: Whose, id: CreativeId): Promise<CreativeStatus> {
  const [row] = await query<{ status: CreativeStatus }>(
    `SELECT status FROM creatives WHERE id = $1 AND ${within("workspace_id", "$2")} FOR UPDATE`,
    [id, workspace],
  );
  if (!row) throw new AppError("creative_not_found", `creative ${id} was never planned`);
  return row.status;
}
