import { mayStart, type Priority } from "../core/batch.ts";
import { AppError } from "../core/errors.ts";
import { Job, type JobMove, type JobState } from "../core/job.ts";
import type { JobStore } from "../core/ports.ts";
import { addBriefs } from "./briefs-postgres.ts";
import type { Database } from "./database-postgres.ts";
import { reportOn } from "./job-report-postgres.ts";
import { audit, toPage, type Whose, within } from "./records.ts";

/** As kept: a larger number goes first. */
const PRIORITIES: Readonly<Record<Priority, number>> = { low: -1, normal: 0, high: 1 };

/** `made` is what passed its gates, whatever a reviewer said of it later. */
const JOBS = `
  SELECT jobs.*, count(*) FILTER (WHERE status = 'draft')::int AS planned,
    count(*) FILTER (WHERE status IN ('in-review', 'approved', 'rejected', 'retired'))::int AS made,
    count(*) FILTER (WHERE status = 'refused')::int AS refused,
    count(*) FILTER (WHERE status = 'failed')::int AS failed
  FROM jobs
  LEFT JOIN job_creatives ON job_creatives.job_id = jobs.id
  LEFT JOIN creatives ON creatives.id = job_creatives.creative_id`;

type Row = {
  id: string;
  request: unknown;
  priority: number;
  budget: unknown;
  state: JobState;
  spent_pictures: number;
  spent_ms: number;
  spent_bytes: string;
  created_at: Date;
  finished_at: Date | null;
  planned: number;
  made: number;
  refused: number;
  failed: number;
};

const toJob = (row: Row): Job =>
  Job.parse({
    id: row.id,
    request: row.request,
    priority: Object.entries(PRIORITIES).find(([, number]) => number === row.priority)?.[0],
    budget: row.budget,
    // The feeder writes `done` a moment later.
    state: row.planned === 0 ? "done" : row.state,
    progress: { planned: row.planned, made: row.made, refused: row.refused, failed: row.failed },
    spent: spentOf(row),
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  });

export const spentOf = (row: Pick<Row, "spent_pictures" | "spent_ms" | "spent_bytes">) => ({
  pictures: row.spent_pictures,
  minutes: row.spent_ms / 60_000,
  bytes: Number(row.spent_bytes),
});

/** What an order must be for a move, and what it becomes. */
const MOVES: Readonly<Record<JobMove, { readonly from: readonly JobState[]; readonly to: JobState }>> = {
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused", "budget-spent"], to: "running" },
  cancel: { from: ["running", "paused", "budget-spent"], to: "cancelled" },
};

export function jobsOnPostgres(database: Database, workspace: Whose): JobStore {
  return {
    plan: (id, { request, terms, actor }, pages) =>
      database.transaction(async (query) => {
        const values = [
          workspace,
          id,
          JSON.stringify(request),
          PRIORITIES[terms.priority],
          JSON.stringify(terms.budget),
        ];
        const added = await query(
          `INSERT INTO jobs (workspace_id, id, request, priority, budget) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING RETURNING id`,
          values,
        );
        const again = added.length === 0;
        if (again) {
          const same = await query(
            `UPDATE jobs SET priority = $4, budget = $5
             WHERE workspace_id = $1 AND id = $2 AND request = $3::jsonb RETURNING id`,
            values,
          );
          if (same.length === 0) throw new AppError("id_taken", `job ${id} exists with another request`);
        }
        const creatives = await addBriefs(query, workspace, id, pages);
        const opened = await query(
          `UPDATE jobs SET state = 'running', finished_at = NULL
           WHERE id = $1 AND state IN ('cancelled', 'budget-spent', 'done')
             AND EXISTS (SELECT FROM job_creatives WHERE job_id = $1 AND waiting) RETURNING id`,
          [id],
        );
        if (again && opened.length === 0) return;
        await audit(query, { workspace, actor, action: "job.plan", subject: id, detail: { creatives, ...terms } });
      }),

    get: async (id) => {
      const [row] = await database.query<Row>(
        `${JOBS} WHERE jobs.id = $1 AND ${within("jobs.workspace_id", "$2")} GROUP BY jobs.id`,
        [id, workspace],
      );
      return row ? toJob(row) : null;
    },

    report: async (id, request) => {
      const [row] = await database.query<Row>(
        `${JOBS} WHERE jobs.id = $1 AND ${within("jobs.workspace_id", "$2")} GROUP BY jobs.id`,
        [id, workspace],
      );
      return row ? reportOn(database.query, toJob(row), request) : null;
    },

    page: async (request) => {
      const rows = await database.query<Row>(
        `${JOBS} WHERE jobs.id IN (SELECT id FROM jobs WHERE id > $1 AND ${within("workspace_id", "$3")} ORDER BY id LIMIT $2)
         GROUP BY jobs.id ORDER BY jobs.id`,
        [request.after ?? "", request.limit + 1, workspace],
      );
      return toPage(rows.map(toJob), request);
    },

    move: (id, move, { actor, budget }) =>
      database.transaction(async (query) => {
        const { from, to } = MOVES[move];
        const [row] = await query<Row>(
          `SELECT * FROM jobs WHERE id = $1 AND ${within("workspace_id", "$2")} FOR UPDATE`,
          [id, workspace],
        );
        if (!row) return "missing";
        if (row.state === to && !budget) return "same";
        if (row.state !== to && !from.includes(row.state)) return "conflict";
        const limit = budget ?? toJob({ ...row, planned: 1, made: 0, refused: 0, failed: 0 }).budget;
        // It would stop again at once, as if nothing had been asked.
        if (move === "resume" && !mayStart(limit, spentOf(row), 0)) return "conflict";
        await query("UPDATE jobs SET state = $2, budget = $3 WHERE id = $1", [id, to, JSON.stringify(limit)]);
        await audit(query, { workspace, actor, action: `job.${move}`, subject: id, detail: budget ? { budget } : {} });
        return "moved";
      }),
  };
}
