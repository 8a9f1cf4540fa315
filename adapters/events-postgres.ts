import { AppError } from "../core/errors.ts";
import type { OutcomeEvent } from "../core/event.ts";
import type { EventStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { countSlices, countStrata, countTallies } from "./counts-postgres.ts";
import type { Database } from "./database-postgres.ts";
import { logOn } from "./log-postgres.ts";

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

    tallies: (of) => countTallies(database, workspace, of),

    slices: (stretch) => countSlices(database, workspace, stretch),

    strata: (of) => countStrata(database, workspace, of),

    log: (filter) => logOn(database, workspace, filter),
  };
}

/** How often a view is followed while it goes on: at one report in 30 seconds for longer than films last. */
const VIEW_REPORTS = 400;

type Owned = { readonly event: OutcomeEvent; readonly call: Call };

const most = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** The same event, or the view's longer report; whoever brought what is kept owns it, and otherwise the first. */
function merge(known: Owned, given: Owned): Owned {
  const [had, has] = [known.event.viewed, given.event.viewed];
  const viewed = { seconds: most(had?.seconds, has?.seconds), completion: most(had?.completion, has?.completion) };
  if (viewed.seconds === had?.seconds && viewed.completion === had?.completion) return known;
  return { event: { ...given.event, viewed }, call: given.call };
}

/** One insert for all calls; each is answered with its own counts. */
async function insert(database: Database, workspace: WorkspaceId, calls: readonly Call[]): Promise<void> {
  const owners = new Map<string, Owned>();
  for (const call of calls) {
    for (const event of call.events) {
      const key = keyOf(event.claim.decisionId, event.kind);
      const known = owners.get(key);
      owners.set(key, known ? merge(known, { event, call }) : { event, call });
    }
  }
  // In key order, so that two processes never wait in a circle.
  const events = [...owners.keys()].sort().map((key) => (owners.get(key) as Owned).event);
  const column = (read: (event: OutcomeEvent) => unknown) => events.map(read);
  // The transaction takes its number before it reads the clock: whoever asks the server who is still writing learns of
  // everything that carries an earlier time (adapters/learner-postgres.ts, safeUntil).
  const inserted = await database.query<{ decision_id: string; kind: string }>(
    `WITH stamp AS MATERIALIZED (SELECT pg_current_xact_id() AS writer, clock_timestamp() AS at)
     INSERT INTO events (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at,
       basis, context, device, visitor, repeat, seconds, completion, eligible, workspace_id, received_at)
     SELECT decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at,
       basis, context, device, visitor, repeat, seconds, completion, string_to_array(eligible, ' '), $18,
       (SELECT at FROM stamp WHERE writer IS NOT NULL)
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::float8[],
       $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::int[], $15::real[], $16::real[],
       $17::text[]) AS given (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity,
       decided_at, basis, context, device, visitor, repeat, seconds, completion, eligible)
     ON CONFLICT (decision_id, kind) DO UPDATE SET
       seconds = greatest(events.seconds, EXCLUDED.seconds), completion = greatest(events.completion, EXCLUDED.completion),
       steps = coalesce(events.steps, ARRAY[0, events.seconds, events.completion]::float8[])
         || ARRAY[extract(epoch FROM EXCLUDED.received_at - events.received_at)::float8, EXCLUDED.seconds, EXCLUDED.completion]::float8[]
     WHERE events.kind = 'view' AND events.workspace_id = EXCLUDED.workspace_id
       AND (EXCLUDED.seconds > coalesce(events.seconds, -1) OR EXCLUDED.completion > coalesce(events.completion, -1))
       AND coalesce(cardinality(events.steps), 0) < 3 * ${VIEW_REPORTS}
     RETURNING decision_id, kind`,
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
