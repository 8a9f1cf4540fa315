import { Budget, mayStart, nextServed } from "../core/batch.ts";
import type { CreativeId } from "../core/creative.ts";
import type { Fed, JobId, TitleEnd } from "../core/job.ts";
import type { FeedStore } from "../core/ports.ts";
import type { Database, Query } from "./database-postgres.ts";
import { spentOf } from "./jobs-postgres.ts";

/** Any number of its own: one feeder at a time, each for a few milliseconds. */
const FEED_LOCK = 7_241_905;

/** A running order wants creative $1. */
const WANTED = `EXISTS (SELECT FROM job_creatives JOIN jobs ON jobs.id = job_id WHERE creative_id = $1 AND state = 'running')`;

/** Of every workspace: it serves them in turn. */
export function feedOnPostgres(database: Database): FeedStore {
  return {
    next: (window) =>
      database.transaction(async (query) => {
        await query("SELECT pg_advisory_xact_lock($1)", [FEED_LOCK]);
        const ended = await settle(query);
        const orders = await runningOrders(query);
        await close(query, orders);
        const places = await placesOf(query, orders);
        const [lying] = await query<{ count: number }>(
          "SELECT count(*)::int AS count FROM feed WHERE started_at IS NULL",
        );
        const taken = await choose(query, places, window - (lying?.count ?? 0));
        return { fed: await put(query, taken), ended };
      }),

    lying: () => database.query<Fed>(`SELECT creative_id AS "creativeId", turn::int FROM feed ORDER BY turn`),

    claim: async ({ creativeId, turn }) => {
      const [row] = await database.query<{ claimed: boolean }>(
        `WITH started AS (
           UPDATE feed SET started_at = coalesce(started_at, now()) WHERE creative_id = $1 AND turn = $2 AND ${WANTED}
           RETURNING creative_id),
         dropped AS (
           DELETE FROM feed WHERE creative_id = $1 AND turn = $2 AND NOT ${WANTED} RETURNING creative_id),
         back AS (
           UPDATE job_creatives SET waiting = true FROM dropped WHERE job_creatives.creative_id = dropped.creative_id)
         SELECT EXISTS (SELECT FROM started) AS claimed`,
        [creativeId, turn],
      );
      return row?.claimed ?? false;
    },

    charge: async (id, studioMs) => {
      await database.query("UPDATE feed SET studio_ms = studio_ms + $2 WHERE creative_id = $1", [id, studioMs]);
    },

    cancelled: async (ids) => {
      const rows = await database.query<{ id: CreativeId }>(
        `SELECT given.id FROM unnest($1::text[]) AS given (id) WHERE NOT EXISTS (
           SELECT FROM job_creatives JOIN jobs ON jobs.id = job_id
           WHERE creative_id = given.id AND state <> 'cancelled')`,
        [ids],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/**
 * Takes off the feed what is no longer planned, and adds what it took to its order.
 *
 * @returns the titles of which an order so lost its last planned creative; each is told once, as feeders take turns
 */
const settle = (query: Query): Promise<TitleEnd[]> =>
  query<TitleEnd>(
    `WITH moved AS (
       DELETE FROM feed USING creatives WHERE creatives.id = feed.creative_id AND status <> 'draft'
       RETURNING feed.creative_id, feed.job_id, studio_ms, creatives.workspace_id, title_id, status),
     cost AS (
       SELECT job_id, count(*) FILTER (WHERE status <> 'failed')::int AS pictures, sum(studio_ms) AS ms,
         coalesce(sum((SELECT sum(byte_length) FROM renditions WHERE creative_id = moved.creative_id)), 0)::bigint AS bytes
       FROM moved GROUP BY job_id),
     charged AS (
       UPDATE jobs SET spent_pictures = spent_pictures + pictures, spent_ms = spent_ms + ms,
         spent_bytes = spent_bytes + bytes
       FROM cost WHERE jobs.id = cost.job_id),
     cleared AS (
       UPDATE job_creatives SET waiting = false FROM moved
       WHERE job_creatives.creative_id = moved.creative_id AND waiting)
     SELECT DISTINCT job_creatives.job_id AS "jobId", title_id AS "titleId"
     FROM moved JOIN job_creatives USING (creative_id)
     WHERE NOT EXISTS (
       SELECT FROM creatives JOIN job_creatives AS others ON others.creative_id = creatives.id
       WHERE creatives.workspace_id = moved.workspace_id AND creatives.title_id = moved.title_id AND status = 'draft' AND others.job_id = job_creatives.job_id)`,
  );

type Order = {
  readonly id: JobId;
  readonly workspace: string;
  readonly budget: Budget;
  readonly spent: ReturnType<typeof spentOf>;
  /** Taken for it and not settled. */
  underWay: number;
  readonly waits: boolean;
  /** Something of it is on the queue, taken for it or for another. */
  readonly goes: boolean;
};

async function runningOrders(query: Query): Promise<Order[]> {
  const rows = await query<Order & Parameters<typeof spentOf>[0]>(
    `SELECT id, workspace_id AS workspace, budget, spent_pictures, spent_ms, spent_bytes,
       (SELECT count(*)::int FROM feed WHERE job_id = jobs.id) AS "underWay",
       EXISTS (SELECT FROM job_creatives WHERE job_id = jobs.id AND waiting) AS waits,
       EXISTS (SELECT FROM feed JOIN job_creatives USING (creative_id) WHERE job_creatives.job_id = jobs.id) AS goes
     FROM jobs WHERE state = 'running' ORDER BY workspace_id, priority DESC, created_at, id`,
  );
  return rows.map((row) => ({ ...row, budget: Budget.parse(row.budget), spent: spentOf(row) }));
}

/** Ends the orders that have nothing left, and those that may not go on. */
async function close(query: Query, orders: readonly Order[]): Promise<void> {
  for (const { id, budget, spent, waits, goes } of orders) {
    if (goes) continue;
    if (waits && !mayStart(budget, spent, 0)) {
      await query("UPDATE jobs SET state = 'budget-spent' WHERE id = $1", [id]);
    } else if (!waits) {
      // Planned, not waiting and not on the queue: it was put back while another order planned it, and lost sight of.
      const lost = await query(
        `UPDATE job_creatives SET waiting = true FROM creatives
         WHERE creatives.id = creative_id AND job_creatives.job_id = $1 AND status = 'draft' RETURNING creative_id`,
        [id],
      );
      if (lost.length === 0) await query("UPDATE jobs SET state = 'done', finished_at = now() WHERE id = $1", [id]);
    }
  }
}

type Place = { underWay: number; lastServed: number; orders: Order[] };

/** The workspaces with something to take, with what they have under way. */
async function placesOf(query: Query, orders: readonly Order[]): Promise<Place[]> {
  const busy = await query<{ workspace: string; underWay: number; lastServed: number }>(
    `SELECT workspace_id AS workspace, count(*)::int AS "underWay", max(turn)::float8 AS "lastServed"
     FROM feed JOIN jobs ON jobs.id = job_id GROUP BY workspace_id`,
  );
  return [
    ...Map.groupBy(
      orders.filter(({ waits }) => waits),
      ({ workspace }) => workspace,
    ),
  ].map(([workspace, own]) => ({
    underWay: 0,
    lastServed: 0,
    ...busy.find((one) => one.workspace === workspace),
    orders: own,
  }));
}

type Taken = { readonly creativeId: CreativeId; readonly jobId: JobId };

/** Fills `room` places, one at a time: whose turn it is, its first order that may, that order's next creative. */
async function choose(query: Query, places: Place[], room: number): Promise<Taken[]> {
  const taken = new Map<CreativeId, Taken>();
  const ahead = new Map<JobId, CreativeId[]>();
  let left = places;
  while (taken.size < room) {
    const place = left[nextServed(left)];
    if (!place) break;
    const order = place.orders.find(({ budget, spent, underWay }) => mayStart(budget, spent, underWay));
    if (!order) {
      left = left.filter((one) => one !== place);
      continue;
    }
    const waiting = ahead.get(order.id) ?? (await waitingOf(query, order.id, room));
    ahead.set(order.id, waiting);
    const creativeId = waiting.shift();
    if (creativeId === undefined) {
      place.orders = place.orders.filter((one) => one !== order);
    } else if (!taken.has(creativeId)) {
      taken.set(creativeId, { creativeId, jobId: order.id });
      order.underWay++;
      place.underWay++;
      place.lastServed = Number.MAX_SAFE_INTEGER - room + taken.size;
    }
  }
  return [...taken.values()];
}

async function waitingOf(query: Query, job: JobId, limit: number): Promise<CreativeId[]> {
  const rows = await query<{ id: CreativeId }>(
    `SELECT creative_id AS id FROM job_creatives JOIN creatives ON creatives.id = creative_id
     WHERE job_creatives.job_id = $1 AND waiting AND status = 'draft'
       AND NOT EXISTS (SELECT FROM feed WHERE feed.creative_id = creatives.id)
     ORDER BY position LIMIT $2`,
    [job, limit],
  );
  return rows.map(({ id }) => id);
}

async function put(query: Query, taken: readonly Taken[]): Promise<Fed[]> {
  if (taken.length === 0) return [];
  const ids = taken.map(({ creativeId }) => creativeId);
  const fed = await query<Fed>(
    `INSERT INTO feed (creative_id, job_id)
     SELECT "creativeId", "jobId" FROM jsonb_to_recordset($1::jsonb) AS taken ("creativeId" text, "jobId" text)
     RETURNING creative_id AS "creativeId", turn::int`,
    [JSON.stringify(taken)],
  );
  await query("UPDATE job_creatives SET waiting = false WHERE creative_id = ANY($1) AND waiting", [ids]);
  return fed.sort((a, b) => a.turn - b.turn);
}
