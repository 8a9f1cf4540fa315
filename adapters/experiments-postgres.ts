import { Experiment } from "../core/experiment.ts";
import type { ExperimentStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";
import { audit, raiseRevision } from "./records.ts";

type Row = {
  titleId: string;
  state: string;
  controlId: string;
  opened_at: Date;
  merged: unknown;
  arms: unknown;
  paused: unknown;
  settings: unknown;
};

export const EXPERIMENTS = `SELECT title_id AS "titleId", state, control_id AS "controlId", opened_at, merged, arms, paused, settings
  FROM experiments`;

export const toExperiment = ({ opened_at, arms, ...rest }: Row): Experiment =>
  Experiment.parse({ ...rest, ...(arms ? { arms } : {}), openedAt: opened_at.toISOString() });

export function experimentsOnPostgres(database: Database, workspace: WorkspaceId): ExperimentStore {
  return {
    put: (experiment, actor) =>
      database.transaction(async (query) => {
        const { titleId, state, controlId, openedAt, merged, arms, paused, settings } = experiment;
        await query(
          `INSERT INTO experiments (workspace_id, title_id, state, control_id, opened_at, merged, arms, paused, settings)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (workspace_id, title_id) DO UPDATE
           SET state = EXCLUDED.state, control_id = EXCLUDED.control_id, opened_at = EXCLUDED.opened_at,
             merged = EXCLUDED.merged, arms = EXCLUDED.arms, paused = EXCLUDED.paused, settings = EXCLUDED.settings`,
          [
            workspace,
            titleId,
            state,
            controlId,
            openedAt,
            JSON.stringify(merged),
            arms ? JSON.stringify(arms) : null,
            JSON.stringify(paused),
            JSON.stringify(settings),
          ],
        );
        const action = state === "open" ? "experiment.open" : "experiment.close";
        await audit(query, { workspace, actor, action, subject: titleId, detail: { controlId, merged, settings } });
        await raiseRevision(query, workspace);
      }),

    get: async (title) => {
      const [row] = await database.query<Row>(`${EXPERIMENTS} WHERE workspace_id = $1 AND title_id = $2`, [
        workspace,
        title,
      ]);
      return row ? toExperiment(row) : null;
    },

    open: async () => {
      const rows = await database.query<Row>(
        `${EXPERIMENTS} WHERE workspace_id = $1 AND state = 'open' ORDER BY title_id`,
        [workspace],
      );
      return rows.map(toExperiment);
    },
  };
}
