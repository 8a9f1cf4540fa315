import type { IdempotencyStore } from "../core/ports.ts";
import type { Database } from "./database-postgres.ts";

/** A reply is replayed for a day. */
const KEPT_HOURS = 24;
/** A first request that said nothing for this long died with its process; the next one takes its place. */
const ABANDONED_SECONDS = 60;
/** Old rows dropped by each new one: a busy table shrinks, and no request pays for a thousand. */
const DROPPED_AT_ONCE = 20;

export function idempotencyOnPostgres(database: Database): IdempotencyStore {
  return {
    begin: async (scope, key, requestSha256) => {
      const taken = await database.query(
        `INSERT INTO idempotency (scope, key, request_sha256) VALUES ($1, $2, $3)
         ON CONFLICT (scope, key) DO UPDATE
         SET request_sha256 = EXCLUDED.request_sha256, reply = NULL, begun_at = now(), finished_at = NULL
         WHERE idempotency.begun_at < now() - make_interval(hours => $4)
            OR (idempotency.finished_at IS NULL AND idempotency.request_sha256 = EXCLUDED.request_sha256
                AND idempotency.begun_at < now() - make_interval(secs => $5))
         RETURNING 1`,
        [scope, key, requestSha256, KEPT_HOURS, ABANDONED_SECONDS],
      );
      if (taken.length > 0) {
        await database.query(
          `DELETE FROM idempotency WHERE (scope, key) IN (SELECT scope, key FROM idempotency
             WHERE begun_at < now() - make_interval(hours => $1) ORDER BY begun_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
          [KEPT_HOURS, DROPPED_AT_ONCE],
        );
        return { state: "fresh" };
      }
      const [row] = await database.query<{ request_sha256: string; finished_at: Date | null; reply: unknown }>(
        "SELECT request_sha256, finished_at, reply FROM idempotency WHERE scope = $1 AND key = $2",
        [scope, key],
      );
      if (!row) return { state: "running" }; // forgotten between the two statements: the caller may ask again
      if (row.request_sha256 !== requestSha256) return { state: "conflict" };
      return row.finished_at ? { state: "replay", reply: row.reply } : { state: "running" };
    },

    finish: async (scope, key, reply) => {
      await database.query("UPDATE idempotency SET reply = $3, finished_at = now() WHERE scope = $1 AND key = $2", [
        scope,
        key,
        JSON.stringify(reply ?? null),
      ]);
    },

    forget: async (scope, key) => {
      await database.query("DELETE FROM idempotency WHERE scope = $1 AND key = $2", [scope, key]);
    },
  };
}
