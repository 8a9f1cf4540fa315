import { connectPostgres, type Database, migrate } from "../adapters/database-postgres.ts";
import { grantToApplication, risksToAudit, userOf } from "../adapters/roles-postgres.ts";

/** The same database, as the user who owns the tables and as the one that the application connects as. */
export type DatabaseUrls = { readonly owner: string; readonly app: string };

/**
 * Brings the tables up to date as their owner, and gives the application's user what it needs of them.
 *
 * Where both are one user, the log says that the audit is then guarded by its trigger alone.
 */
export async function prepareDatabase(urls: DatabaseUrls, log: (line: string) => void): Promise<void> {
  await as(urls.owner, async (owner) => {
    await migrate(owner);
    await as(urls.app, async (app) => {
      const user = await userOf(app);
      if (user !== (await userOf(owner))) await grantToApplication(owner, user);
      const risks = await risksToAudit(app);
      if (risks.length > 0)
        log(
          `the database user ${user} ${risks.join(" and ")}: the audit is guarded by its trigger alone, which that user ` +
            "can take away. Set MARQUEE_MIGRATE_URL to the tables' owner, and DATABASE_URL to a user without rights of its own (docs/operations.md)",
        );
    });
  });
}

async function as(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = connectPostgres({ url, maxConnections: 1 });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
