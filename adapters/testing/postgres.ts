import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { connectPostgres, type Database, migrate } from "../database-postgres.ts";

export type TestDatabase = { readonly database: Database; readonly url: string };

/** A new, migrated database on the run's server, dropped after the file's tests. */
export async function freshDatabase(options: { migrated: boolean } = { migrated: true }): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = connectPostgres({ url: inject("databaseUrl"), maxConnections: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  const database = connectPostgres({ url: url.href, maxConnections: 6 });
  if (options.migrated) await migrate(database);
  afterAll(async () => {
    await database.close();
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.close();
  });
  return { database, url: url.href };
}
