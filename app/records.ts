import { clustersOnPostgres } from "../adapters/clusters-postgres.ts";
import { creativesOnPostgres } from "../adapters/creatives-postgres.ts";
import { embeddedPostgresUrl } from "../adapters/database-embedded.ts";
import { connectPostgres, type Database } from "../adapters/database-postgres.ts";
import { eventsOnPostgres } from "../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../adapters/experiments-postgres.ts";
import { idempotencyOnPostgres } from "../adapters/idempotency-postgres.ts";
import { jobsOnPostgres } from "../adapters/jobs-postgres.ts";
import { keysOnPostgres } from "../adapters/keys-postgres.ts";
import { policiesOnPostgres } from "../adapters/policies-postgres.ts";
import { snapshotOnPostgres } from "../adapters/snapshot-postgres.ts";
import { titlesOnPostgres } from "../adapters/titles-postgres.ts";
import { winnersOnPostgres } from "../adapters/winners-postgres.ts";
import type { Settings } from "./settings.ts";

/** Every store, on one database. */
export const storesOn = (database: Database) => ({
  titles: titlesOnPostgres(database),
  clusters: clustersOnPostgres(database),
  jobs: jobsOnPostgres(database),
  creatives: creativesOnPostgres(database),
  experiments: experimentsOnPostgres(database),
  winners: winnersOnPostgres(database),
  events: eventsOnPostgres(database),
  policies: policiesOnPostgres(database),
  snapshots: snapshotOnPostgres(database),
  keys: keysOnPostgres(database),
  idempotency: idempotencyOnPostgres(database),
});

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
