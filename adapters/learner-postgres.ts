import type { LearnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database, Query } from "./database-postgres.ts";
import { changePolicies, newestVersion } from "./policies-postgres.ts";

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
async function safeUntil(query: Query): Promise<string> {
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
    load: async () => {
      const until = await safeUntil(database.query);
      const rows = await database.query<{ title: TitleId; state: unknown; folded: string }>(
        `SELECT title_id AS title, state, ${text("folded_to")} AS folded FROM learner_states WHERE workspace_id = $1`,
        [workspace],
      );
      const all = rows.find(({ title }) => title === EVERY_TITLE);
      return {
        states: new Map(rows.filter((row) => row !== all).map(({ title, state }) => [title, state])),
        population: all?.state ?? null,
        foldedTo: all?.folded ?? null,
        until,
      };
    },

    save: ({ from, foldedTo, states, population, policies }) =>
      database.transaction(async (query) => {
        if (!(await moveOn(query, workspace, { from, foldedTo, population }))) return null;
        await query(
          `INSERT INTO learner_states (workspace_id, title_id, state, folded_to)
           SELECT $1, state->>0, state->1, $3::timestamptz FROM jsonb_array_elements($2::jsonb) AS state
           ON CONFLICT (workspace_id, title_id) DO UPDATE SET state = EXCLUDED.state, folded_to = EXCLUDED.folded_to`,
          [workspace, JSON.stringify([...states]), foldedTo],
        );
        return policies.length === 0 ? newestVersion(query, workspace) : changePolicies(query, workspace, policies);
      }),
  };
}

/** Whether this run is the next one: of two that began with the same memory, the second finds it changed. */
async function moveOn(
  query: Query,
  workspace: WorkspaceId,
  { from, foldedTo, population }: { from: string | null; foldedTo: string; population: unknown },
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
