import type { Winner, WinnerStore } from "../core/ports.ts";
import { WinnerRow } from "../core/winner.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, raiseRevision, storable } from "./records.ts";

/** Any number of its own: whoever declares at the same time waits, and then compares with what stands. */
const DECLARE_LOCK = 7_241_904;

const GIVEN = `jsonb_to_recordset($1::jsonb) AS given
  ("titleId" text, "clusterId" text, "creativeId" text, "policyVersion" int, evidence jsonb)`;

/** A person took a winner of the cell back after what the given evidence begins with. */
const TAKEN_BACK = `EXISTS (SELECT 1 FROM winners AS reversed WHERE reversed.workspace_id = $2
  AND reversed.title_id = "titleId" AND reversed.cluster_id = "clusterId"
  AND reversed.reversed_at_version > coalesce((given.evidence->>'since')::int, -1))`;

const ROW = `title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId",
  policy_version AS "policyVersion", evidence, declared_at, reversed_at, reversed_by, reversed_because, reversed_at_version`;

type Row = Winner & {
  readonly declared_at: Date;
  readonly reversed_at: Date | null;
  readonly reversed_by: string | null;
  readonly reversed_because: string | null;
  readonly reversed_at_version: number | null;
};

const toRow = (row: Row): WinnerRow => {
  const { declared_at, reversed_at, reversed_by, reversed_because, reversed_at_version, ...winner } = row;
  return WinnerRow.parse({
    ...winner,
    declaredAt: declared_at.toISOString(),
    reversedAt: reversed_at?.toISOString() ?? null,
    reversal:
      reversed_by === null ? null : { by: reversed_by, reason: reversed_because, policyVersion: reversed_at_version },
  });
};

export function winnersOnPostgres(database: Database, workspace: WorkspaceId): WinnerStore {
  return {
    declare: (winners) =>
      database.transaction(async (query) => {
        if (winners.length === 0) return;
        await query("SELECT pg_advisory_xact_lock($1)", [DECLARE_LOCK]);
        const given = [JSON.stringify(winners), workspace];
        await query(
          `UPDATE winners SET reversed_at = now() FROM ${GIVEN}
           WHERE workspace_id = $2 AND reversed_at IS NULL AND title_id = "titleId" AND cluster_id = "clusterId"
             AND creative_id <> "creativeId" AND NOT ${TAKEN_BACK}`,
          given,
        );
        await query(
          `INSERT INTO winners (workspace_id, title_id, cluster_id, creative_id, policy_version, evidence)
           SELECT $2, "titleId", "clusterId", "creativeId", "policyVersion", coalesce(evidence, 'null')
           FROM ${GIVEN} WHERE NOT ${TAKEN_BACK}
           ON CONFLICT (workspace_id, title_id, cluster_id) WHERE reversed_at IS NULL DO NOTHING`,
          given,
        );
        await raiseRevision(query, workspace);
      }),

    standing: async (title) => {
      const rows = await database.query<Winner & { declared_at: Date }>(
        `SELECT title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId",
           policy_version AS "policyVersion", evidence, declared_at
         FROM winners
         WHERE workspace_id = $2 AND reversed_at IS NULL AND ($1::text IS NULL OR title_id = $1) ORDER BY title_id, cluster_id`,
        [title, workspace],
      );
      return rows.map(({ declared_at, ...winner }) => ({ ...winner, declaredAt: declared_at.toISOString() }));
    },

    history: async (title) => {
      const rows = await database.query<Row>(
        `SELECT ${ROW} FROM winners WHERE workspace_id = $1 AND title_id = $2 ORDER BY id`,
        [workspace, title],
      );
      return rows.map(toRow);
    },

    reverse: ({ titleId, clusterId }, { actor, reason }) =>
      database.transaction(async (query) => {
        await query("SELECT pg_advisory_xact_lock($1)", [DECLARE_LOCK]);
        const [row] = await query<Row>(
          `UPDATE winners SET reversed_at = now(), reversed_by = $4, reversed_because = $5,
             reversed_at_version = greatest(policy_version,
               (SELECT coalesce(max(version), 0) FROM policy_versions WHERE workspace_id = $1))
           WHERE workspace_id = $1 AND title_id = $2 AND cluster_id = $3 AND reversed_at IS NULL RETURNING ${ROW}`,
          [workspace, titleId, clusterId, actor, storable(reason)],
        );
        if (!row) return null;
        const { creativeId, policyVersion } = row;
        const detail = { clusterId, creativeId, policyVersion, reason };
        await audit(query, { workspace, actor, action: "winner.reverse", subject: titleId, detail });
        await raiseRevision(query, workspace);
        return toRow(row);
      }),
  };
}
