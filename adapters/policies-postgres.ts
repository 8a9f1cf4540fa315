import type { Policy, PolicySet } from "../core/experiment.ts";
import { packArms, packObjection, unpackArms } from "../core/policy-pack.ts";
import type { PolicyStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { raisePolicies } from "./records.ts";

/** For so long an event may ask what its version served: as long as reports look back. Versions are kept for ever. */
export const HISTORY_DAYS = 90;
/** A statement's worth: a few megabytes. */
const BATCH = 5_000;
/** Any number of its own. */
const PUBLISH_LOCK = 7_241_905;

type Row = { titleId: Policy["titleId"]; clusterId: Policy["clusterId"]; context: string; packed: Buffer };

const COLUMNS = `title_id AS "titleId", cluster_id AS "clusterId", context, packed`;

/** The newest version's number; 0 before the first. */
export async function newestVersion(query: Query, workspace: WorkspaceId): Promise<number> {
  const [row] = await query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM policy_versions WHERE workspace_id = $1",
    [workspace],
  );
  return row?.version ?? 0;
}

/** The newest set of the workspace, within a transaction or without one. */
export async function readPolicies(query: Query, workspace: WorkspaceId): Promise<PolicySet> {
  const version = await newestVersion(query, workspace);
  const rows = await query<Row>(
    `SELECT ${COLUMNS} FROM policy_rows WHERE workspace_id = $1 AND version <= $2 AND (until IS NULL OR until > $2)
     ORDER BY title_id, cluster_id, context`,
    [workspace, version],
  );
  return { version, policies: rows.map(toPolicy) };
}

/**
 * Publishes all policies of the workspace, in the caller's own transaction, so that what goes with it is kept with it.
 * A cell that is not named has none from the new version on.
 *
 * @returns the new version
 */
export async function publishPolicies(
  query: Query,
  workspace: WorkspaceId,
  policies: readonly Policy[],
): Promise<number> {
  const version = await changePolicies(query, workspace, policies);
  const [standing] = await query<{ count: number }>(
    "SELECT count(*)::int AS count FROM policies WHERE workspace_id = $1 AND packed IS NOT NULL",
    [workspace],
  );
  if ((standing?.count ?? 0) > policies.length) await dropOthers(query, workspace, version, policies);
  return version;
}

/** Publishes a version in which these policies take the place of their cells' own, and all others stand. */
export async function changePolicies(
  query: Query,
  workspace: WorkspaceId,
  policies: readonly Policy[],
): Promise<number> {
  // Numbers are of all workspaces: whoever publishes at the same time waits, and takes the next one.
  await query("SELECT pg_advisory_xact_lock($1)", [PUBLISH_LOCK]);
  const [row] = await query<{ version: number }>(
    `INSERT INTO policy_versions (version, workspace_id)
     SELECT coalesce(max(version), 0) + 1, $1 FROM policy_versions RETURNING version`,
    [workspace],
  );
  const version = row?.version ?? 0;
  for (let from = 0; from < policies.length; from += BATCH) {
    await write(query, workspace, version, policies.slice(from, from + BATCH));
  }
  await forget(query, workspace);
  await raisePolicies(query, workspace);
  return version;
}

/** Writes those that differ from what stands, which goes into the history. */
async function write(
  query: Query,
  workspace: WorkspaceId,
  version: number,
  policies: readonly Policy[],
): Promise<void> {
  await query(
    `WITH given AS (
       SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[]) AS given (title_id, cluster_id, context, packed)
     ), changed AS (
       SELECT given.*, policies.version AS since, policies.packed AS before FROM given LEFT JOIN policies
         ON policies.workspace_id = $1 AND policies.title_id = given.title_id AND policies.cluster_id = given.cluster_id
         AND policies.context = given.context
       WHERE policies.packed IS DISTINCT FROM given.packed
     ), kept AS (
       INSERT INTO policy_history (workspace_id, title_id, cluster_id, context, version, until, packed)
       SELECT $1, title_id, cluster_id, context, since, $2, before FROM changed WHERE before IS NOT NULL
     )
     INSERT INTO policies (workspace_id, title_id, cluster_id, context, version, packed)
     SELECT $1, title_id, cluster_id, context, $2, packed FROM changed
     ON CONFLICT (workspace_id, title_id, cluster_id, context)
       DO UPDATE SET version = EXCLUDED.version, packed = EXCLUDED.packed`,
    [
      workspace,
      version,
      policies.map(({ titleId }) => titleId),
      policies.map(({ clusterId }) => clusterId),
      policies.map(({ context }) => context ?? ""),
      policies.map(packed),
    ],
  );
}

/** @throws RangeError when the policy is none: nobody could load it */
function packed(policy: Policy): Buffer {
  const bytes = packArms(policy);
  const objection = packObjection(bytes);
  if (objection) throw new RangeError(`the policy of ${policy.titleId} for ${policy.clusterId}: ${objection}`);
  return bytes;
}

async function dropOthers(
  query: Query,
  workspace: WorkspaceId,
  version: number,
  policies: readonly Policy[],
): Promise<void> {
  const key = (cell: { titleId: string; clusterId: string; context?: string | undefined }) =>
    `${cell.titleId} ${cell.clusterId} ${cell.context ?? ""}`;
  const named = new Set(policies.map(key));
  const standing = await query<Omit<Row, "packed">>(
    `SELECT title_id AS "titleId", cluster_id AS "clusterId", context FROM policies
     WHERE workspace_id = $1 AND packed IS NOT NULL`,
    [workspace],
  );
  const gone = standing.filter((cell) => !named.has(key(cell)));
  await query(
    `WITH gone AS (
       SELECT policies.* FROM policies JOIN unnest($3::text[], $4::text[], $5::text[]) AS cell (title_id, cluster_id, context)
         USING (title_id, cluster_id, context) WHERE workspace_id = $1
     ), kept AS (
       INSERT INTO policy_history (workspace_id, title_id, cluster_id, context, version, until, packed)
       SELECT workspace_id, title_id, cluster_id, context, version, $2, packed FROM gone
     )
     UPDATE policies SET version = $2, packed = NULL FROM gone
     WHERE (policies.workspace_id, policies.title_id, policies.cluster_id, policies.context)
       = (gone.workspace_id, gone.title_id, gone.cluster_id, gone.context)`,
    [
      workspace,
      version,
      gone.map(({ titleId }) => titleId),
      gone.map(({ clusterId }) => clusterId),
      gone.map(({ context }) => context),
    ],
  );
}

/** The oldest version that the history still has: the newest one of `HISTORY_DAYS` ago. */
const OLDEST = `SELECT max(version) FROM policy_versions
  WHERE workspace_id = $1 AND computed_at < now() - interval '${HISTORY_DAYS} days'`;

async function forget(query: Query, workspace: WorkspaceId): Promise<void> {
  await query(`DELETE FROM policy_history WHERE workspace_id = $1 AND until <= (${OLDEST})`, [workspace]);
  await query(`DELETE FROM policies WHERE workspace_id = $1 AND packed IS NULL AND version <= (${OLDEST})`, [
    workspace,
  ]);
}

/** Whether all that has changed since a version is still there to be read. */
export async function remembers(query: Query, workspace: WorkspaceId, version: number): Promise<boolean> {
  const [row] = await query<{ oldest: number | null }>(`SELECT (${OLDEST}) AS oldest`, [workspace]);
  return version > (row?.oldest ?? 0);
}

function toPolicy({ titleId, clusterId, context, packed }: Row): Policy {
  const arms = unpackArms(packed);
  return { titleId, clusterId, ...(context && { context: context as NonNullable<Policy["context"]> }), ...arms };
}

export function policiesOnPostgres(database: Database, workspace: WorkspaceId): PolicyStore {
  return {
    publish: (policies) => database.transaction((query) => publishPolicies(query, workspace, policies)),
    current: () => database.transaction((query) => readPolicies(query, workspace), "read snapshot"),
    ofTitle: (title: TitleId, version?: number) =>
      database.transaction(async (query) => {
        const of = version ?? (await newestVersion(query, workspace));
        const rows = await query<Row>(
          `SELECT ${COLUMNS} FROM policy_rows WHERE workspace_id = $1 AND title_id = $2 AND version <= $3
             AND (until IS NULL OR until > $3) ORDER BY cluster_id, context`,
          [workspace, title, of],
        );
        return { version: of, policies: rows.map(toPolicy) };
      }, "read snapshot"),
  };
}
