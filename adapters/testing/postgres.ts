import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { connectPostgres, type Database, migrate } from "../database-postgres.ts";
import { grantToApplication } from "../roles-postgres.ts";

export type TestDatabase = {
  /** As the owner of the tables. */
  readonly database: Database;
  readonly url: string;
  /** As the application connects. */
  readonly appUrl: string;
};

/** A new, migrated database on the run's server, dropped after the file's tests. */
export async function freshDatabase(options: { migrated: boolean } = { migrated: true }): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = connectPostgres({ url: inject("databaseUrl"), maxConnections: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  const database = connectPostgres({ url: url.href, maxConnections: 6 });
  const user = `${name}_app`;
  await server.query(`CREATE ROLE ${user} LOGIN PASSWORD 'of-the-tests'`);
  if (options.migrated) {
    await migrate(database);
    await grantToApplication(database, user);
  }
  const appUrl = new URL(url);
  appUrl.username = user;
  appUrl.password = "of-the-tests";
  afterAll(async () => {
    await database.close();
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.query(`DROP ROLE ${user}`);
    await server.close();
  });
  return { database, url: url.href, appUrl: appUrl.href };
}
