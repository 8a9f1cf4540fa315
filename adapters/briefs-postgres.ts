import type { Brief, CreativeId } from "../core/creative.ts";
import type { JobId } from "../core/job.ts";
import type { Planned } from "../core/ports.ts";
import type { Query } from "./database-postgres.ts";
import type { Whose } from "./records.ts";

/** About 1 MB of briefs a statement. */
const BRIEFS_PER_INSERT = 500;

/**
 * Plans an order's creatives, page by page, in the caller's transaction; one that exists is left as it is.
 *
 * @returns how many briefs came
 */
export async function addBriefs(
  query: Query,
  workspace: Whose,
  job: JobId,
  pages: AsyncIterable<readonly Planned[]> | Iterable<readonly Planned[]>,
): Promise<number> {
  let count = 0;
  for await (const page of oneAhead(pages)) {
    const placed = page.map((planned, index) => place(planned, count + index));
    count += page.length;
    // By title and id: two orders that share briefs insert them in the same order and never wait in a circle.
    placed.sort((a, b) => compare(a.brief.titleId, b.brief.titleId) || compare(a.brief.creativeId, b.brief.creativeId));
    for (let at = 0; at < placed.length; at += BRIEFS_PER_INSERT) {
      await addSome(query, workspace, job, placed.slice(at, at + BRIEFS_PER_INSERT));
    }
  }
  return count;
}

/** Has the next page planned while the database works on this one. */
async function* oneAhead<Item>(pages: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  const source: AsyncIterator<Item> | Iterator<Item> =
    Symbol.asyncIterator in pages ? pages[Symbol.asyncIterator]() : pages[Symbol.iterator]();
  let ahead = Promise.resolve(source.next());
  for (;;) {
    const { value, done } = await ahead;
    if (done) return;
    ahead = Promise.resolve(source.next());
    ahead.catch(() => {}); // thrown when it is awaited, or of no interest when the database failed before
    yield value;
  }
}

type Placed = {
  readonly brief: Brief;
  readonly replaces: CreativeId | null;
  readonly root: CreativeId | null;
  readonly position: number;
};

const place = (planned: Planned, position: number): Placed =>
  "brief" in planned ? { ...planned, position } : { brief: planned, replaces: null, root: null, position };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function addSome(query: Query, workspace: Whose, job: JobId, placed: readonly Placed[]): Promise<void> {
  await query(
    `WITH given AS (
       SELECT one->'brief' AS brief, one->'brief'->>'creativeId' AS id, (one->>'position')::int AS position,
         one->>'replaces' AS replaces, one->>'root' AS root
       FROM jsonb_array_elements($2::jsonb) AS one),
     added AS (
       INSERT INTO creatives (workspace_id, id, title_id, cluster_id, job_id, status, brief, replaces, root_id)
       SELECT $3, id, brief->>'titleId', brief->>'clusterId', $1, 'draft', brief, replaces, root FROM given
       ON CONFLICT (id) DO NOTHING RETURNING id)
     INSERT INTO job_creatives (job_id, creative_id, position, waiting, same)
     SELECT $1, given.id, position,
       added.id IS NOT NULL OR (status = 'draft' AND NOT EXISTS (SELECT FROM feed WHERE creative_id = given.id)),
       added.id IS NULL AND status IS DISTINCT FROM 'draft'
     FROM given LEFT JOIN added USING (id) LEFT JOIN creatives ON creatives.id = given.id
     ON CONFLICT (job_id, creative_id) DO NOTHING`,
    [job, JSON.stringify(placed), workspace],
  );
}
