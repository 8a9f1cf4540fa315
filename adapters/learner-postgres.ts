import type { ClusterId } from "../core/cluster.ts";
import type { PausedArm } from "../core/experiment.ts";
import type { LearnerContests, LearnerMark, LearnerRun, LearnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { Deciding, type WorkspaceId } from "../core/workspace.ts";
import { SHOWN } from "./creatives-postgres.ts";
import type { Database, Query } from "./database-postgres.ts";
import { EXPERIMENTS, toExperiment } from "./experiments-postgres.ts";
import { changePolicies, newestVersion, readPolicies } from "./policies-postgres.ts";
import { audit, raiseRevision } from "./records.ts";

/** Who pauses arms and makes states anew, in the audit. */
const LEARNER = "learner";

/** The row of what was learned over all titles, and of how far the workspace has been folded. */
const EVERY_TITLE = "";

/** Times as text, so that nothing rounds them: a Date has no microseconds. */
const text = (time: string): string => `to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// For writers that this user may not see, because they connect as another.
const LAG_MS = 1_000;

/**
 * A time such that every event that came before it has been written, or never will be.
 *
 * An insert takes its transaction's number before it reads the clock (adapters/events-postgres.ts). So one that carries
 * an earlier time than ours and is not done yet is among those that hold a number now, and its transaction began even
 * before. The clock must be read before the list.
 */
export async function safeUntil(query: Query): Promise<string> {
  const [clock] = await query<{ now: string }>(
    `SELECT ${text(`clock_timestamp() - interval '${LAG_MS} milliseconds'`)} AS now`,
  );
  const [row] = await query<{ until: string }>(
    `SELECT ${text("least($1::timestamptz, min(xact_start) - interval '1 microsecond')")} AS until
     FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()`,
    [clock?.now],
  );
  return row?.until ?? (clock?.now as string);
}

export function learnerOnPostgres(database: Database, workspace: WorkspaceId): LearnerStore {
  return {
    at: async () => {
      const until = await safeUntil(database.query);
      const [row] = await database.query<Omit<LearnerMark, "until">>(
        `SELECT catalogue::float8 AS revision,
           (SELECT ${text("folded_to")} FROM learner_states WHERE workspace_id = $1 AND title_id = '${EVERY_TITLE}') AS "foldedTo",
           (SELECT coalesce(max(version), 0) FROM policy_versions WHERE workspace_id = $1) AS "policyVersion"
         FROM snapshot_revision WHERE workspace_id = $1`,
        [workspace],
      );
      if (!row) throw new Error(`snapshot_revision has no row of ${workspace}`);
      return { ...row, until };
    },

    contests: () => database.transaction((query) => readContests(query, workspace), "read snapshot"),

    memory: () =>
      database.transaction(async (query) => {
        const rows = await query<{ title: TitleId; state: unknown; folded: string }>(
          `SELECT title_id AS title, state, ${text("folded_to")} AS folded FROM learner_states WHERE workspace_id = $1`,
          [workspace],
        );
        const all = rows.find(({ title }) => title === EVERY_TITLE);
        return {
          states: new Map(rows.filter((row) => row !== all).map(({ title, state }) => [title, state])),
          population: all?.state ?? null,
          foldedTo: all?.folded ?? null,
          policies: await readPolicies(query, workspace),
        };
      }, "read snapshot"),

    save: (run) =>
      database.transaction(async (query) => {
        if (!(await moveOn(query, workspace, run))) return null;
        await query(
          `INSERT INTO learner_states (workspace_id, title_id, state, folded_to)
           SELECT $1, state->>0, state->1, $3::timestamptz FROM jsonb_array_elements($2::jsonb) AS state
           ON CONFLICT (workspace_id, title_id) DO UPDATE SET state = EXCLUDED.state, folded_to = EXCLUDED.folded_to`,
          [workspace, JSON.stringify([...run.states]), run.foldedTo],
        );
        for (const { titleId, why } of run.rebuilt)
          await audit(query, {
            workspace,
            actor: LEARNER,
            action: "learner.rebuild",
            subject: titleId,
            detail: { why },
          });
        for (const { titleId, arm } of run.paused) await pause(query, workspace, titleId, arm);
        const version = await (run.policies.length > 0
          ? changePolicies(query, workspace, run.policies)
          : newestVersion(query, workspace));
        if (run.paused.length > 0) await raiseRevision(query, workspace);
        return version;
      }),
  };
}

async function readContests(query: Query, workspace: WorkspaceId): Promise<LearnerContests> {
  const [row] = await query<{ deciding: unknown }>("SELECT deciding FROM workspaces WHERE id = $1", [workspace]);
  const clusters = await query<{ id: ClusterId }>("SELECT id FROM clusters WHERE workspace_id = $1 ORDER BY id", [
    workspace,
  ]);
  const experiments = await query<Parameters<typeof toExperiment>[0]>(
    `${EXPERIMENTS} WHERE workspace_id = $1 ORDER BY title_id`,
    [workspace],
  );
  // Ids and attributes were parsed on their way in, and there may be a hundred thousand.
  const arms = await query<LearnerContests["titles"][number]["arms"][number] & { title: TitleId }>(
    `SELECT title_id AS title, id, brief->'attributes' AS attributes, ${SHOWN} AS live FROM creatives
     WHERE workspace_id = $1 AND provenance IS NOT NULL
       AND title_id IN (SELECT title_id FROM experiments WHERE workspace_id = $1) ORDER BY id`,
    [workspace],
  );
  const byTitle = Map.groupBy(arms, ({ title }) => title);
  return {
    deciding: Deciding.parse(row?.deciding ?? {}),
    clusters: clusters.map(({ id }) => id),
    titles: experiments.map(toExperiment).map((experiment) => ({
      experiment,
      arms: (byTitle.get(experiment.titleId) ?? []).map(({ id, attributes, live }) => ({ id, attributes, live })),
    })),
  };
}

/** An arm that a person has paused or resumed meanwhile is paused once. */
async function pause(query: Query, workspace: WorkspaceId, titleId: TitleId, arm: PausedArm): Promise<void> {
  const paused = await query(
    `UPDATE experiments SET paused = paused || $3::jsonb
     WHERE workspace_id = $1 AND title_id = $2 AND NOT paused @> jsonb_build_array(jsonb_build_object('creativeId', $4::text))
     RETURNING 1`,
    [workspace, titleId, JSON.stringify([arm]), arm.creativeId],
  );
  if (paused.length > 0)
    await audit(query, { workspace, actor: LEARNER, action: "experiment.pause", subject: titleId, detail: arm });
}

/** Whether this run is the next one: of two that began with the same memory, the second finds it changed. */
async function moveOn(
  query: Query,
  workspace: WorkspaceId,
  { from, foldedTo, population }: LearnerRun,
): Promise<boolean> {
  const values = [workspace, EVERY_TITLE, JSON.stringify(population ?? null), foldedTo];
  const moved = await (from === null
    ? query(
        `INSERT INTO learner_states (workspace_id, title_id, state, folded_to) VALUES ($1, $2, $3, $4::timestamptz)
         ON CONFLICT DO NOTHING RETURNING 1`,
        values,
      )
    : query(
        `UPDATE learner_states SET state = $3, folded_to = $4::timestamptz
         WHERE workspace_id = $1 AND title_id = $2 AND folded_to = $5::timestamptz RETURNING 1`,
        [...values, from],
      ));
  return moved.length > 0;
}
