import { assetsOnPostgres } from "../adapters/assets-postgres.ts";
import { assignmentsOnPostgres } from "../adapters/assignments-postgres.ts";
import { clustersOnPostgres } from "../adapters/clusters-postgres.ts";
import { creativesOnPostgres } from "../adapters/creatives-postgres.ts";
import { embeddedPostgresUrl } from "../adapters/database-embedded.ts";
import { connectPostgres, type Database } from "../adapters/database-postgres.ts";
import { drawsOnPostgres } from "../adapters/draws-postgres.ts";
import { eventsOnPostgres } from "../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../adapters/experiments-postgres.ts";
import { feedOnPostgres } from "../adapters/feed-postgres.ts";
import { gatesOnPostgres } from "../adapters/gates-postgres.ts";
import { historyOnPostgres } from "../adapters/history-postgres.ts";
import { idempotencyOnPostgres } from "../adapters/idempotency-postgres.ts";
import { jobsOnPostgres } from "../adapters/jobs-postgres.ts";
import { keysOnPostgres } from "../adapters/keys-postgres.ts";
import { learnerOnPostgres } from "../adapters/learner-postgres.ts";
import { policiesOnPostgres } from "../adapters/policies-postgres.ts";
import { pullsOnPostgres } from "../adapters/pulls-postgres.ts";
import { readersOnPostgres } from "../adapters/readers-postgres.ts";
import { EVERY_WORKSPACE } from "../adapters/records.ts";
import { regenerationsOnPostgres } from "../adapters/regenerations-postgres.ts";
import { releasesOnPostgres } from "../adapters/releases-postgres.ts";
import { snapshotOnPostgres } from "../adapters/snapshot-postgres.ts";
import { titlesOnPostgres } from "../adapters/titles-postgres.ts";
import { winnersOnPostgres } from "../adapters/winners-postgres.ts";
import { workspacesOnPostgres } from "../adapters/workspaces-postgres.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Settings } from "./settings.ts";

/** The stores of one workspace. */
const storesOf = (database: Database, workspace: WorkspaceId) => ({
  titles: titlesOnPostgres(database, workspace),
  assets: assetsOnPostgres(database, workspace),
  clusters: clustersOnPostgres(database, workspace),
  jobs: jobsOnPostgres(database, workspace),
  regenerations: regenerationsOnPostgres(database, workspace),
  creatives: creativesOnPostgres(database, workspace),
  gates: gatesOnPostgres(database, workspace),
  pulls: pullsOnPostgres(database, workspace),
  history: historyOnPostgres(database, workspace),
  experiments: experimentsOnPostgres(database, workspace),
  winners: winnersOnPostgres(database, workspace),
  draws: drawsOnPostgres(database, workspace),
  events: eventsOnPostgres(database, workspace),
  policies: policiesOnPostgres(database, workspace),
  learner: learnerOnPostgres(database, workspace),
  releases: releasesOnPostgres(database, workspace),
});

/** Every store, on one database: what belongs to nobody, what the workers do for everybody, and each workspace's own. */
export const storesOn = (database: Database) => ({
  workspaces: workspacesOnPostgres(database),
  feed: feedOnPostgres(database),
  snapshots: snapshotOnPostgres(database),
  readers: readersOnPostgres(database),
  assignments: assignmentsOnPostgres(database),
  keys: keysOnPostgres(database),
  idempotency: idempotencyOnPostgres(database),
  everywhere: {
    jobs: jobsOnPostgres(database, EVERY_WORKSPACE),
    creatives: creativesOnPostgres(database, EVERY_WORKSPACE),
    gates: gatesOnPostgres(database, EVERY_WORKSPACE),
  },
  of: oncePerWorkspace((workspace) => storesOf(database, workspace)),
});

/** Made when first asked for, and then kept: a store of events gathers the calls of many requests. */
export function oncePerWorkspace<Value>(make: (workspace: WorkspaceId) => Value): (workspace: WorkspaceId) => Value {
  const made = new Map<WorkspaceId, Value>();
  return (workspace) => {
    const value = made.get(workspace) ?? make(workspace);
    made.set(workspace, value);
    return value;
  };
}

/**
 * The database that the settings name, or the embedded one of a service that runs on the same folder.
 *
 * @throws Error saying how to get a database, when there is neither
 */
export async function databaseUrlOf(settings: Settings): Promise<string> {
  const url = settings.databaseUrl ?? (await embeddedPostgresUrl(settings.home));
  if (url) return url;
  throw new Error("There is no database yet: set DATABASE_URL, or run `npm start`, which brings its own.");
}

export async function withDatabase(settings: Settings, work: (database: Database) => Promise<void>): Promise<void> {
  const database = connectPostgres({ url: await databaseUrlOf(settings), maxConnections: 2 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
