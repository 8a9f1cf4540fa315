import { z } from "zod";
import { AppError } from "../core/errors.ts";
import type { OutcomeEvent } from "../core/event.ts";
import { Tally } from "../core/experiment.ts";
import type { EventStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";

/** Calls that come within this time share one insert: 500 rows in one are 18 times as fast as 500 inserts. */
const GATHER_MS = 5;
/** A batch of this size does not wait for more. */
const GATHER_ROWS = 500;

type Counts = { accepted: number; duplicates: number };
type Call = {
  readonly events: readonly OutcomeEvent[];
  readonly resolve: (counts: Counts) => void;
  readonly reject: (error: unknown) => void;
};

/** Postgres reads 32 hexadecimal digits as a uuid, and gives them back with hyphens. */
const keyOf = (decisionId: string, kind: string): string => `${decisionId.replaceAll("-", "")} ${kind}`;

export function eventsOnPostgres(database: Database, workspace: WorkspaceId): EventStore {
  let waiting: Call[] = [];
  let timer: NodeJS.Timeout | null = null;
  let inserting = false;

  const flush = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const calls = waiting;
    waiting = [];
    inserting = true;
    try {
      await insert(database, workspace, calls);
    } catch (error) {
      // Only the call that brought what the database refuses pays for it.
      const alone = error instanceof AppError || calls.length === 1 ? [] : calls;
      for (const call of alone) await insert(database, workspace, [call]).catch(call.reject);
      for (const call of calls) call.reject(error); // does nothing to those that were answered
    } finally {
      inserting = false;
      // What came meanwhile has waited long enough.
      if (waiting.length > 0) void flush();
    }
  };

  return {
    append: (events) =>
      events.length === 0
        ? Promise.resolve({ accepted: 0, duplicates: 0 })
        : new Promise((resolve, reject) => {
            waiting.push({ events, resolve, reject });
            if (inserting) return;
            const rows = waiting.reduce((sum, call) => sum + call.events.length, 0);
            if (rows >= GATHER_ROWS) void flush();
            else timer ??= setTimeout(() => void flush(), GATHER_MS);
          }),

    tallies: async (title) => {
      // A click counts when its decision was seen, for the arm that was seen: rates never rise above 1. The two are
      // joined by the decision alone, which is one workspace's: with the workspace in it, a table that nobody has
      // analysed yet is searched by workspace, all of it once a click.
      const rows = await database.query(
        `WITH seen AS (
           SELECT title_id, cluster_id, creative_id, count(*)::int AS exposures
           FROM events WHERE workspace_id = $2 AND kind = 'exposure' AND ($1::text IS NULL OR title_id = $1) GROUP BY 1, 2, 3
         ), clicked AS (
           SELECT exposure.title_id, exposure.cluster_id, exposure.creative_id, count(*)::int AS clicks
           FROM events AS click
           JOIN events AS exposure ON exposure.decision_id = click.decision_id AND exposure.kind = 'exposure'
           WHERE click.workspace_id = $2 AND click.kind = 'click' AND ($1::text IS NULL OR click.title_id = $1) GROUP BY 1, 2, 3
         )
         SELECT title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId", exposures,
           coalesce(clicks, 0) AS clicks
         FROM seen LEFT JOIN clicked USING (title_id, cluster_id, creative_id) ORDER BY 1, 2, 3`,
        [title, workspace],
      );
      return z.array(Tally).parse(rows);
    },
  };
}

/** One insert for all calls; each is answered with its own counts. */
async function insert(database: Database, workspace: WorkspaceId, calls: readonly Call[]): Promise<void> {
  // The first call that brings an event owns it; in key order, so that two processes never wait in a circle.
  const owners = new Map<string, { event: OutcomeEvent; call: Call }>();
  for (const call of calls) {
    for (const event of call.events) {
      const key = keyOf(event.claim.decisionId, event.kind);
      if (!owners.has(key)) owners.set(key, { event, call });
    }
  }
  const events = [...owners.keys()].sort().map((key) => (owners.get(key) as { event: OutcomeEvent }).event);
  const column = (read: (event: OutcomeEvent) => unknown) => events.map(read);
  const inserted = await database.query<{ decision_id: string; kind: string }>(
    `INSERT INTO events (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at,
       basis, context, device, visitor, repeat, seconds, completion, eligible, workspace_id)
     SELECT decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at,
       basis, context, device, visitor, repeat, seconds, completion, string_to_array(eligible, ' '), $18
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::float8[],
       $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::int[], $15::real[], $16::real[],
       $17::text[]) AS given (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity,
       decided_at, basis, context, device, visitor, repeat, seconds, completion, eligible)
     ON CONFLICT DO NOTHING RETURNING decision_id, kind`,
    [
      column(({ claim }) => claim.decisionId),
      column(({ kind }) => kind),
      column(({ claim }) => claim.titleId),
      column(({ claim }) => claim.clusterId),
      column(({ claim }) => claim.creativeId),
      column(({ claim }) => claim.channel),
      column(({ claim }) => claim.policyVersion),
      column(({ claim }) => claim.propensity),
      column(({ claim }) => new Date(claim.decidedAtMs)),
      column(({ claim }) => claim.basis),
      column(({ claim }) => claim.context),
      column(({ claim }) => claim.device ?? null),
      column(({ claim }) => claim.visitor ?? null),
      column(({ claim }) => claim.repeat),
      column(({ viewed }) => viewed?.seconds ?? null),
      column(({ viewed }) => viewed?.completion ?? null),
      column(({ claim }) => claim.eligible?.join(" ") ?? null),
      workspace,
    ],
  );
  const accepted = new Map<Call, number>();
  for (const { decision_id, kind } of inserted) {
    const call = owners.get(keyOf(decision_id, kind))?.call;
    if (call) accepted.set(call, (accepted.get(call) ?? 0) + 1);
  }
  for (const call of calls) {
    const count = accepted.get(call) ?? 0;
    call.resolve({ accepted: count, duplicates: call.events.length - count });
  }
}
