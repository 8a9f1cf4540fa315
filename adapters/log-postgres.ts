import type { Attributes } from "../core/attributes.ts";
import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import { type Basis, DRAWN, type EventKind } from "../core/event.ts";
import type { ArmShare, Experiment } from "../core/experiment.ts";
import type { LogRow } from "../core/log.ts";
import { unpackArms } from "../core/policy-pack.ts";
import type { EventStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { asked } from "./counts-postgres.ts";
import type { Database } from "./database-postgres.ts";
import { EXPERIMENTS, toExperiment } from "./experiments-postgres.ts";
import { safeUntil } from "./learner-postgres.ts";

/** Decisions that are in memory at a time. */
const PAGE = 2_000;
/** Policies that are remembered from page to page; decisions of one time ask for the same few. */
const POLICIES_KEPT = 20_000;

type Row = {
  id: string;
  at: string;
  ts: string;
  decided: Date;
  title: TitleId;
  cluster: ClusterId;
  context: string;
  creative: CreativeId;
  channel: string;
  version: number;
  basis: Basis;
  propensity: number;
  device: string | null;
  visitor: string | null;
  repeat: number;
  eligible: CreativeId[] | null;
  attributes: Attributes | null;
  rewarded: boolean;
  seconds: number | null;
  completion: number | null;
  outcomes: EventKind[] | null;
};

/**
 * The workspace's decisions in the order in which they were seen, a page at a time by its last row: no statement is
 * long, no transaction is held, and the memory is that of a page.
 */
export async function* logOn(
  database: Database,
  workspace: WorkspaceId,
  { titleId, since }: Parameters<EventStore["log"]>[0],
): AsyncGenerator<LogRow> {
  const until = await safeUntil(database.query);
  const experiments = await database.query<Parameters<typeof toExperiment>[0]>(
    `${EXPERIMENTS} WHERE workspace_id = $1 AND ($2::text IS NULL OR title_id = $2)`,
    [workspace, titleId ?? null],
  );
  const rewards = experiments.map(toExperiment);
  const shares = sharesOf(database, workspace);
  let after = { at: since ?? "-infinity", id: "00000000-0000-0000-0000-000000000000" };
  for (let more = rewards.length > 0; more; ) {
    const rows = await page(database, workspace, rewards, { after, until });
    await shares.load(rows);
    for (const row of rows) yield toLogRow(row, shares.of(row));
    const last = rows.at(-1);
    more = last !== undefined && rows.length === PAGE;
    if (last) after = { at: last.at, id: last.id };
  }
}

function page(
  database: Database,
  workspace: WorkspaceId,
  experiments: readonly Experiment[],
  { after, until }: { after: { at: string; id: string }; until: string },
): Promise<Row[]> {
  const rewards = experiments.map(({ settings }) => asked(settings.reward));
  return database.query<Row>(
    `WITH asked AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::float8[], $5::float8[], $6::float8[])
         AS asked (title_id, kind, within_s, least_seconds, least_completion)
     )
     SELECT seen.decision_id AS id, seen.received_at::text AS at, to_char(seen.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ts,
       decided_at AS decided, title_id AS title, cluster_id AS cluster, context, seen.creative_id AS creative, channel,
       policy_version AS version, basis, propensity, device, visitor, repeat, eligible,
       (SELECT brief->'attributes' FROM creatives WHERE creatives.id = seen.creative_id) AS attributes,
       coalesce((SELECT engaged_by(seen.received_at + make_interval(secs => within_s), event.received_at, event.seconds,
           event.completion, event.steps, least_seconds, least_completion)
         FROM events AS event WHERE event.decision_id = seen.decision_id AND event.kind = seen.asked_kind), false) AS rewarded,
       viewed.seconds, viewed.completion,
       (SELECT array_agg(kind ORDER BY event.received_at, kind) FROM events AS event
         WHERE event.decision_id = seen.decision_id AND kind <> 'exposure') AS outcomes
     FROM (
       SELECT exposure.*, asked.kind AS asked_kind, within_s, least_seconds, least_completion
       FROM events AS exposure JOIN asked USING (title_id)
       WHERE workspace_id = $1 AND exposure.kind = 'exposure' AND received_at >= $7::timestamptz
         AND (received_at, decision_id) > ($7::timestamptz, $8::uuid)
         AND received_at <= $9::timestamptz - make_interval(secs => within_s)
       ORDER BY received_at, decision_id LIMIT ${PAGE}
     ) AS seen
     LEFT JOIN LATERAL (SELECT event.seconds, event.completion FROM events AS event
       WHERE event.decision_id = seen.decision_id AND event.kind = 'view') AS viewed ON true
     ORDER BY seen.received_at, seen.decision_id`,
    [
      workspace,
      experiments.map(({ titleId }) => titleId),
      rewards.map(([kind]) => kind),
      rewards.map(([, withinS]) => withinS),
      rewards.map(([, , leastSeconds]) => leastSeconds),
      rewards.map(([, , , leastCompletion]) => leastCompletion),
      after.at,
      after.id,
      until,
    ],
  );
}

/** What policies served, looked up a page at a time. */
function sharesOf(database: Database, workspace: WorkspaceId) {
  const known = new Map<string, readonly ArmShare[] | null>();
  const keyOf = ({ title, cluster, context, version }: Row) => `${title} ${cluster} ${context} ${version}`;
  const isDrawn = ({ basis, version }: Row) => version > 0 && DRAWN.includes(basis);
  return {
    of: (row: Row) => (isDrawn(row) ? (known.get(keyOf(row)) ?? null) : null),
    load: async (rows: readonly Row[]) => {
      if (known.size > POLICIES_KEPT) known.clear();
      const fresh = new Map(
        rows.filter((row) => isDrawn(row) && !known.has(keyOf(row))).map((row) => [keyOf(row), row]),
      );
      if (fresh.size === 0) return;
      const asks = [...fresh.values()];
      // The context's own policy, or else the cluster's, as decisions choose it.
      const found = await database.query<{ at: number; packed: Buffer }>(
        `SELECT DISTINCT ON (given.at) given.at::int AS at, packed
         FROM unnest($2::text[], $3::text[], $4::text[], $5::int[]) WITH ORDINALITY AS given (title, cluster, context, v, at)
         JOIN policy_rows AS policy ON policy.workspace_id = $1 AND title_id = title AND cluster_id = cluster
           AND policy.context IN (given.context, '') AND version <= v AND (until IS NULL OR until > v)
         ORDER BY given.at, policy.context DESC`,
        [
          workspace,
          asks.map(({ title }) => title),
          asks.map(({ cluster }) => cluster),
          asks.map(({ context }) => context),
          asks.map(({ version }) => version),
        ],
      );
      for (const key of fresh.keys()) known.set(key, null);
      for (const { at, packed } of found) known.set(keyOf(asks[at - 1] as Row), unpackArms(packed).arms);
    },
  };
}

function toLogRow(row: Row, policy: readonly ArmShare[] | null): LogRow {
  const absent = <Value>(value: Value | null): Value | undefined => value ?? undefined;
  return {
    action: row.creative,
    reward: row.rewarded ? 1 : 0,
    propensity: row.propensity,
    ts: row.ts,
    decidedAt: row.decided.toISOString(),
    policyVersion: row.version,
    basis: row.basis,
    title: row.title,
    cluster: row.cluster,
    context: row.context || undefined,
    channel: row.channel,
    device: absent(row.device),
    visitor: absent(row.visitor),
    repeat: row.repeat,
    attributes: absent(row.attributes),
    ...eligibleOf(row, policy),
    seconds: absent(row.seconds),
    completion: absent(row.completion),
    outcomes: row.outcomes ?? [],
  };
}

/** The arms that could be drawn, and the policy's shares among them; only where they are known and hold the arm. */
function eligibleOf(row: Row, policy: readonly ArmShare[] | null): Pick<LogRow, "eligible" | "shares"> {
  const eligible = row.eligible ?? policy?.map(({ creativeId }) => creativeId);
  if (!eligible?.includes(row.creative)) return {};
  const had = new Map(policy?.map(({ creativeId, probability }) => [creativeId, probability]));
  const shares = eligible.map((id) => had.get(id) ?? 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? { eligible, shares: shares.map((share) => share / total) } : { eligible };
}
