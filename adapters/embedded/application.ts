import { connectPostgres } from "../database-postgres.ts";

/** The user that the application connects as: it owns nothing but what it makes for its queue. */
export const APPLICATION = "marquee_app";

/** Makes that user, or gives it this password again. The password is of `[\w-]` alone. */
export async function settleApplication(ownerUrl: string, password: string): Promise<void> {
  const owner = connectPostgres({ url: ownerUrl, maxConnections: 1 });
  try {
    const known = await owner.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [APPLICATION]);
    await owner.query(
      `${known.length > 0 ? "ALTER" : "CREATE"} ROLE ${APPLICATION} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`,
    );
  } finally {
    await owner.close();
  }
}
