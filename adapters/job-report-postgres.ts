import type { Job, JobReport } from "../core/job.ts";
import type { PageRequest } from "../core/ports.ts";
import type { Query } from "./database-postgres.ts";

const REASONS = 50;

/** Of the rows of `job_creatives` joined with `creatives`. */
const COUNTS = `
  count(*) FILTER (WHERE NOT same AND status IN ('in-review', 'approved', 'rejected', 'retired'))::int AS made,
  count(*) FILTER (WHERE NOT same AND status = 'refused')::int AS refused,
  count(*) FILTER (WHERE NOT same AND status = 'failed')::int AS failed,
  count(*) FILTER (WHERE same)::int AS same,
  count(*) FILTER (WHERE status = 'draft')::int AS left`;
const OF_THE_JOB = "FROM job_creatives JOIN creatives ON creatives.id = creative_id WHERE job_creatives.job_id = $1";

/** What became of an order, with one page of its titles. */
export async function reportOn(query: Query, job: Job, { after, limit }: PageRequest): Promise<JobReport> {
  const [total] = await query<JobReport["total"]>(`SELECT ${COUNTS} ${OF_THE_JOB}`, [job.id]);
  const reasons = await query<JobReport["reasons"][number]>(
    `SELECT reason, count(*)::int AS count ${OF_THE_JOB} AND NOT same AND status IN ('refused', 'failed')
     GROUP BY reason ORDER BY 2 DESC, 1 LIMIT ${REASONS}`,
    [job.id],
  );
  const [time] = await query<{ minutes: number }>(
    `SELECT extract(epoch FROM coalesce(finished_at, now()) - created_at)::float8 / 60 AS minutes FROM jobs WHERE id = $1`,
    [job.id],
  );
  const titles = await query<JobReport["titles"][number]>(
    `SELECT title_id AS "titleId", ${COUNTS} ${OF_THE_JOB} AND title_id > $2 GROUP BY title_id ORDER BY title_id LIMIT $3`,
    [job.id, after ?? "", limit + 1],
  );
  const items = titles.slice(0, limit);
  return {
    job,
    total: total ?? { made: 0, refused: 0, failed: 0, same: 0, left: 0 },
    reasons,
    minutes: time?.minutes ?? 0,
    titles: items,
    next: titles.length > limit ? (items.at(-1)?.titleId ?? null) : null,
  };
}
