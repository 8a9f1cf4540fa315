import { clustersOnPostgres } from "../adapters/clusters-postgres.ts";
import { creativesOnPostgres } from "../adapters/creatives-postgres.ts";
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

/** @throws Error saying how to get a database, when the settings name none */
export function databaseUrlOf(settings: Settings): string {
  if (settings.databaseUrl) return settings.databaseUrl;
  throw new Error("This command needs DATABASE_URL; `marquee start` runs the service with a database of its own.");
}

export async function withDatabase(settings: Settings, work: (database: Database) => Promise<void>): Promise<void> {
  const database = connectPostgres({ url: databaseUrlOf(settings), maxConnections: 2 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
