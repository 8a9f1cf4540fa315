import type { ReaderStore } from "../core/ports.ts";
import type { Database } from "./database-postgres.ts";

/** A process that was killed never says goodbye; after this long nobody waits for it. */
const FORGOTTEN_HOURS = 24;

export function readersOnPostgres(database: Database): ReaderStore {
  return {
    // Only the look before this one is known to have ended: its beginning becomes `looked_at`.
    looking: async (id, lastEnded) => {
      await database.query(
        `INSERT INTO snapshot_readers (id, began_at) VALUES ($1, clock_timestamp())
         ON CONFLICT (id) DO UPDATE SET began_at = clock_timestamp(),
           looked_at = CASE WHEN $2 THEN snapshot_readers.began_at ELSE snapshot_readers.looked_at END`,
        [id, lastEnded],
      );
    },

    leave: async (id) => {
      await database.query("DELETE FROM snapshot_readers WHERE id = $1", [id]);
    },

    now: async () => {
      const [row] = await database.query<{ now: string }>("SELECT clock_timestamp()::text AS now");
      return row?.now ?? "";
    },

    behind: async (since) => {
      await database.query("DELETE FROM snapshot_readers WHERE began_at < now() - make_interval(hours => $1)", [
        FORGOTTEN_HOURS,
      ]);
      const rows = await database.query<{ id: string }>(
        "SELECT id FROM snapshot_readers WHERE looked_at IS NULL OR looked_at < $1::timestamptz ORDER BY id",
        [since],
      );
      return rows.map(({ id }) => id);
    },
  };
}
