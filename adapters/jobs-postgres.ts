import { AppError } from "../core/errors.ts";
import { Job, type TitleFlow } from "../core/job.ts";
import type { JobStore } from "../core/ports.ts";
import type { Database } from "./database-postgres.ts";
import { audit, toPage, type Whose, within } from "./records.ts";

/** About 1 MB of briefs a statement. */
const BRIEFS_PER_INSERT = 500;

/** `made` is what passed its gates, whatever a reviewer said of it later. */
const JOBS = `
  SELECT jobs.id, jobs.request, jobs.created_at, count(*) FILTER (WHERE status = 'planned')::int AS planned,
    count(*) FILTER (WHERE status IN ('in-review', 'approved', 'rejected', 'retired'))::int AS made,
    count(*) FILTER (WHERE status = 'refused')::int AS refused,
    count(*) FILTER (WHERE status = 'failed')::int AS failed
  FROM jobs
  LEFT JOIN job_creatives ON job_creatives.job_id = jobs.id
  LEFT JOIN creatives ON creatives.id = job_creatives.creative_id`;

type Row = {
  id: string;
  request: unknown;
  created_at: Date;
  planned: number;
  made: number;
  refused: number;
  failed: number;
};

const toJob = ({ id, request, created_at, ...progress }: Row): Job =>
  Job.parse({
    id,
    request,
    state: progress.planned > 0 ? "running" : "done",
    progress,
    createdAt: created_at.toISOString(),
  });

export function jobsOnPostgres(database: Database, workspace: Whose): JobStore {
  return {
    plan: (id, request, briefs, actor) =>
      database.transaction(async (query) => {
        const values = [workspace, id, JSON.stringify(request)];
        const added = await query(
          "INSERT INTO jobs (workspace_id, id, request) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id",
          values,
        );
        if (added.length > 0) {
          await audit(query, {
            workspace,
            actor,
            action: "job.plan",
            subject: id,
            detail: { creatives: briefs.length },
          });
        } else {
          const same = await query(
            "SELECT 1 FROM jobs WHERE workspace_id = $1 AND id = $2 AND request = $3::jsonb",
            values,
          );
          if (same.length === 0) throw new AppError("id_taken", `job ${id} exists with another request`);
        }
        // Sorted, so that two orders which share briefs insert them in the same order and never wait in a circle.
        const sorted = briefs.toSorted((a, b) => (a.creativeId < b.creativeId ? -1 : 1));
        for (let at = 0; at < sorted.length; at += BRIEFS_PER_INSERT) {
          const some = JSON.stringify(sorted.slice(at, at + BRIEFS_PER_INSERT));
          await query(
            `INSERT INTO creatives (workspace_id, id, title_id, cluster_id, job_id, status, brief)
             SELECT $3, brief->>'creativeId', brief->>'titleId', brief->>'clusterId', $1, 'planned', brief
             FROM jsonb_array_elements($2::jsonb) AS brief
             ON CONFLICT (id) DO NOTHING`,
            [id, some, workspace],
          );
          await query(
            `INSERT INTO job_creatives (job_id, creative_id)
             SELECT $1, brief->>'creativeId' FROM jsonb_array_elements($2::jsonb) AS brief
             ON CONFLICT DO NOTHING`,
            [id, some],
          );
        }
      }),

    get: async (id) => {
      const [row] = await database.query<Row>(
        `${JOBS} WHERE jobs.id = $1 AND ${within("jobs.workspace_id", "$2")} GROUP BY jobs.id`,
        [id, workspace],
      );
      return row ? toJob(row) : null;
    },

    page: async (request) => {
      const rows = await database.query<Row>(
        `${JOBS} WHERE jobs.id IN (SELECT id FROM jobs WHERE id > $1 AND ${within("workspace_id", "$3")} ORDER BY id LIMIT $2)
         GROUP BY jobs.id ORDER BY jobs.id`,
        [request.after ?? "", request.limit + 1, workspace],
      );
      return toPage(rows.map(toJob), request);
    },

    unfinished: (olderThanMs) =>
      database.query<TitleFlow>(
        `SELECT jobs.id AS "jobId", title_id AS "titleId", array_agg(creatives.id ORDER BY creatives.id) AS "creativeIds"
         FROM creatives
         JOIN job_creatives ON job_creatives.creative_id = creatives.id
         JOIN jobs ON jobs.id = job_creatives.job_id
         WHERE status = 'planned' AND ${within("jobs.workspace_id", "$2")}
           AND jobs.created_at < now() - make_interval(secs => $1::float8 / 1000)
         GROUP BY jobs.id, title_id ORDER BY jobs.id, title_id`,
        [olderThanMs, workspace],
      ),
  };
}
