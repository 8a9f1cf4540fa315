import type { Database } from "./database-postgres.ts";

/**
 * Two users of one database: the owner makes and changes the tables, the application reads and writes rows. What the
 * application may not do to the audit, no fault in it and no stolen password of it can do either.
 */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Who may do what is the owner's alone to say. */
const KEPT = ["audit", "audit_head", "schema_migrations"];

/** BullMQ makes and changes tables of its own, in this schema. */
const QUEUE_SCHEMA = "bullmq";

/** Any number of its own. */
const GRANT_LOCK = 7_241_906;

/** The user that this connection is, as the database knows it. */
export async function userOf(database: Database): Promise<string> {
  const [row] = await database.query<{ name: string }>("SELECT current_user AS name");
  return row?.name ?? "";
}

/**
 * Gives `user` what the application needs of this database, and nothing besides. Run as the owner after every
 * migration: tables that a migration made are new to everybody.
 */
export async function grantToApplication(owner: Database, user: string): Promise<void> {
  const name = quoted(user);
  await owner.transaction(async (query) => {
    // Rights are rows too: two services that start at once must not change the same one.
    await query("SELECT pg_advisory_xact_lock($1)", [GRANT_LOCK]);
    const [here] = await query<{ database: string }>("SELECT current_database() AS database");
    // Nobody may slip a function or an operator in among ours.
    await query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${name}`);
    await query(`GRANT USAGE ON SCHEMA public TO ${name}`);
    await query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${quoted(here?.database ?? "")} TO ${name}`);
    const ours = await query<{ table: string }>(
      "SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(tableowner, 'USAGE')",
    );
    for (const { table } of ours) {
      await query(`REVOKE ALL ON public.${quoted(table)} FROM PUBLIC, ${name}`);
      const rights = KEPT.includes(table) ? "SELECT" : "SELECT, INSERT, UPDATE, DELETE";
      await query(`GRANT ${rights} ON public.${quoted(table)} TO ${name}`);
    }
    await query(`GRANT SELECT ON public.policy_rows TO ${name}`);
    await query(`GRANT INSERT (workspace_id, actor, action, subject, detail) ON public.audit TO ${name}`);
    await query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${name}`);
    await handOverQueue({ query }, name);
  });
}

/** A queue that was made when there was one user only is changed by the application from now on. */
async function handOverQueue({ query }: Pick<Database, "query">, name: string): Promise<void> {
  const objects = await query<{ statement: string }>(
    `SELECT format('SCHEMA %I', nspname) AS statement FROM pg_namespace
       WHERE nspname = $1 AND pg_has_role(nspowner, 'USAGE')
     UNION ALL SELECT format('%s %s', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass)
       FROM pg_class WHERE relnamespace = to_regnamespace($1) AND (relkind IN ('r', 'p', 'v')
         -- A sequence that belongs to a column goes with its table.
         OR relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i')))
     UNION ALL SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = to_regnamespace($1)
     UNION ALL SELECT format('TYPE %s', oid::regtype) FROM pg_type WHERE typnamespace = to_regnamespace($1) AND typtype IN ('e', 'd')`,
    [QUEUE_SCHEMA],
  );
  if (!objects.some(({ statement }) => statement.startsWith("SCHEMA"))) return;
  for (const { statement } of objects) await query(`ALTER ${statement} OWNER TO ${name}`);
}

/** What this connection's user could do to the audit, in words; nothing where the audit is safe from it. */
export async function risksToAudit(database: Database): Promise<readonly string[]> {
  const [row] = await database.query<{ superuser: boolean; owner: boolean; rights: string[] }>(
    `SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
       pg_has_role(relowner, 'USAGE') AS owner,
       ARRAY(SELECT name FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS name
             WHERE has_table_privilege('public.audit', name)) AS rights
     FROM pg_class WHERE oid = 'public.audit'::regclass`,
  );
  if (!row) return [];
  if (row.superuser) return ["is a superuser"];
  if (row.owner) return ["owns the table audit"];
  return row.rights.map((right) => `has the right ${right} on the table audit`);
}
