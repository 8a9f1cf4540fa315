import { parentPort, workerData } from "node:worker_threads";
import { connectPostgres } from "../../adapters/database-postgres.ts";
import { eventsOnPostgres } from "../../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../../adapters/experiments-postgres.ts";
import { AppError, type ErrorCode } from "../../core/errors.ts";
import type { LogRow } from "../../core/log.ts";
import type { PolicyJudgement } from "../../core/policy-release.ts";
import type { WorkspaceId } from "../../core/workspace.ts";
import { judgePolicy } from "../../experiments/offpolicy/judge.ts";
import { sampled } from "../../experiments/offpolicy/sample.ts";

export type Ask = {
  readonly databaseUrl: string;
  readonly workspace: WorkspaceId;
  readonly policy: string;
  readonly present: string;
  readonly since: string;
};
export type Answer = { readonly judgement: PolicyJudgement } | { readonly code: ErrorCode; readonly detail: string };

/** About 100 MB of rows; at a click rate of 1 % they tell policies apart that differ by a few per cent. */
const MOST_DECISIONS = 200_000;

async function answer({ databaseUrl, workspace, since, policy, present }: Ask): Promise<Answer> {
  const database = connectPostgres({ url: databaseUrl, maxConnections: 1 });
  try {
    const experiments = await experimentsOnPostgres(database, workspace).open();
    // In every other mode the workspace's policy has no say.
    const learning = experiments.filter(({ settings }) => settings.mode === "bandit").map(({ titleId }) => titleId);
    const log = eventsOnPostgres(database, workspace).log({ since });
    const rows = await sampled(of(log, new Set<string>(learning)), MOST_DECISIONS);
    return { judgement: await judgePolicy(rows, { policy, present }) };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: error.message };
    return { code: "internal", detail: error instanceof Error ? (error.stack ?? error.message) : `${error}` };
  } finally {
    await database.close();
  }
}

async function* of(log: AsyncIterable<LogRow>, titles: ReadonlySet<string>): AsyncGenerator<LogRow> {
  for await (const row of log) if (row.title !== undefined && titles.has(row.title)) yield row;
}

parentPort?.postMessage(await answer(workerData as Ask));
