import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { AppError, type ErrorCode } from "../core/errors.ts";
import { type Copy, copyOut } from "./copy-postgres.ts";

/** One statement with its values; rows come back as `pg` parses them. */
export type Query = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

export type Database = {
  /** For what one statement can do. */
  readonly query: Query;
  /** All or nothing: commits what `work` did, or takes all of it back when `work` throws. */
  transaction<Result>(work: (query: Query, copy: Copy) => Promise<Result>, mode?: "read snapshot"): Promise<Result>;
  /** Waits for what runs, then ends the connections. A later call throws. */
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of ours takes a second; one that takes this long holds a connection that others wait for. */
const STATEMENT_TIMEOUT_MS = 15_000;

/**
 * A pool of connections. None is made before the first query, so a database that is away is first met there.
 *
 * Queries throw AppError `database_away` or `storage_full` when the reason is the database's own, and the
 * `..._not_found` of the record that a row refers to when there is none.
 *
 * @param options.url `postgres://user:password@host:port/database`
 * @param options.maxConnections of this pool, >= 1
 * @param options.log gets what happens to idle connections
 */
export function connectPostgres(options: {
  url: string;
  maxConnections: number;
  log?: (line: string) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    application_name: "marquee",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    // The client's own limit, for a server that is gone without a word.
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // The pool has dropped the connection already; without a listener the process would end.
  pool.on("error", (error) => options.log?.(`a database connection ended: ${error.message}`));

  const ask =
    (client: pg.Pool | pg.PoolClient): Query =>
    async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      try {
        return (await client.query<Row>(sql, [...values])).rows;
      } catch (error) {
        throw asAppError(error);
      }
    };

  return {
    query: ask(pool),
    transaction: async (work, mode) => {
      const client = await pool.connect().catch((error) => {
        throw asAppError(error);
      });
      const onError = () => {}; // the query that runs, or the next one, rejects; the event alone would end the process
      client.on("error", onError);
      const query = ask(client);
      let broken = false;
      try {
        await query(mode ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" : "BEGIN");
        const result = await work(query, (select, onRow) =>
          copyOut(client, select, onRow).catch((error) => {
            throw asAppError(error);
          }),
        );
        await query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {
          broken = true; // not given back to the pool in the middle of a transaction
        });
        throw error;
      } finally {
        client.off("error", onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** Files beside this one, applied in the order of their names; the name and sha256 of each is kept in the database. */
const MIGRATIONS = new URL("./migrations/", import.meta.url);
/** Any number, the same in every Marquee: one process migrates at a time, the others wait and find nothing to do. */
const MIGRATION_LOCK = 7_241_903;

/**
 * Brings the tables up to date. Safe at every start, by many processes at once.
 *
 * @returns the names of the files that were applied now
 * @throws Error naming a file that was changed after it was applied, or that this Marquee does not have (a newer
 *   one was here)
 */
export async function migrate(database: Database, folder: URL = MIGRATIONS): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  // One transaction for all: its lock ends with it, however it ends, and a file that fails leaves no earlier one.
  return database.transaction(async (query) => {
    await query("SET LOCAL statement_timeout = '5min'");
    await query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await query<{ name: string; sha256: string }>("SELECT name, sha256 FROM schema_migrations");
    for (const { name, sha256 } of applied) {
      const file = files.find((one) => one.name === name);
      if (!file)
        throw new Error(`the database has migration ${name}, which this Marquee does not know; start a newer one`);
      if (file.sha256 !== sha256) throw new Error(`migration ${name} was changed after it was applied; put it back`);
    }
    const fresh = files.filter(({ name }) => !applied.some((one) => one.name === name));
    for (const { name, sql, sha256 } of fresh) {
      await query(sql);
      await query("INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)", [name, sha256]);
    }
    return fresh.map(({ name }) => name);
  });
}

/** SQLSTATEs, whole or by class (the first two characters). https://www.postgresql.org/docs/current/errcodes-appendix.html */
// 40P01: two who waited for each other; one was let through, and the other may ask again.
const AWAY = new Set(["40P01", "57P01", "57P02", "57P03", "57P05", "53300", "57014", "25006"]);
const FULL = new Set(["53100"]);
/** Socket errors of Node, and what `pg` says without a code when a connection ends under a query. */
const SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);
const ENDED = /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/;

/** A row that refers to a record which is not there: the column names the record. */
const MISSING: readonly [column: string, code: ErrorCode][] = [
  ["workspace_id", "workspace_not_found"],
  ["title_id", "title_not_found"],
  ["cluster_id", "cluster_not_found"],
  ["job_id", "job_not_found"],
  ["creative_id", "creative_not_found"],
  ["control_id", "creative_not_found"],
];

/** What an error of `pg` means to the product; any other error as it is. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  // Several addresses were tried (localhost in IPv4 and IPv6): one reason is enough.
  if (error instanceof AggregateError && error.errors.length > 0) return asAppError(error.errors[0]);
  const { code = "", constraint = "" } = error as Error & { code?: string; constraint?: string };
  if (FULL.has(code)) return new AppError("storage_full", error.message, { cause: error });
  if (code.startsWith("08") || AWAY.has(code) || SOCKET.has(code) || ENDED.test(error.message)) {
    return new AppError("database_away", error.message, { cause: error });
  }
  if (code === "23503") {
    const missing = MISSING.find(([column]) => constraint.endsWith(`_${column}_fkey`));
    if (missing) return new AppError(missing[1], error.message, { cause: error });
  }
  return error;
}
