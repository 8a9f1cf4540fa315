import type { CreativeId } from "../core/creative.ts";
import type { Assignment, AssignmentStore } from "../core/ports-experiments.ts";
import type { Database } from "./database-postgres.ts";

/** A statement that began before a look may be written after it; none takes longer. */
const LATE_S = 5;
const KEPT_DAYS = 31;
const LOCKED_DAYS = 400;

type Row = Omit<Assignment, "creativeId"> & { readonly creativeId: string };

const COLUMNS = `encode(visitor, 'hex') AS visitor, creative_id AS "creativeId", given_at::float8 AS "givenAtS",
  changed_at::float8 AS "changedAtS", changes, repeats, locked`;

export function assignmentsOnPostgres(database: Database): AssignmentStore {
  return {
    save: async (rows) => {
      if (rows.length === 0) return;
      // In order, so that two processes never wait in a circle.
      const sorted = [...rows].sort((a, b) => (a.visitor < b.visitor ? -1 : 1));
      const column = (read: (row: Assignment) => unknown) => sorted.map(read);
      await database.query(
        `INSERT INTO assignments AS old (visitor, creative_id, given_at, changed_at, changes, repeats, locked)
         SELECT decode(visitor, 'hex'), creative_id, given_at, changed_at, changes, repeats, locked
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::smallint[], $6::int[], $7::boolean[])
           AS given (visitor, creative_id, given_at, changed_at, changes, repeats, locked)
         ON CONFLICT (visitor) DO UPDATE SET
           (creative_id, given_at, repeats) = (SELECT
             CASE WHEN newer THEN EXCLUDED.creative_id ELSE old.creative_id END,
             CASE WHEN newer THEN EXCLUDED.given_at ELSE old.given_at END,
             CASE WHEN newer THEN EXCLUDED.repeats ELSE old.repeats END
             FROM (SELECT CASE WHEN EXCLUDED.locked = old.locked THEN EXCLUDED.given_at >= old.given_at
               ELSE EXCLUDED.locked END AS newer) AS which),
           changes = CASE WHEN EXCLUDED.changed_at >= old.changed_at THEN EXCLUDED.changes ELSE old.changes END,
           changed_at = greatest(EXCLUDED.changed_at, old.changed_at),
           locked = EXCLUDED.locked OR old.locked,
           written_at = clock_timestamp()`,
        [
          column(({ visitor }) => visitor),
          column(({ creativeId }) => creativeId),
          column(({ givenAtS }) => givenAtS),
          column(({ changedAtS }) => changedAtS),
          column(({ changes }) => changes),
          column(({ repeats }) => repeats),
          column(({ locked }) => locked),
        ],
      );
    },

    since: async (moment) => {
      const [clock] = await database.query<{ moment: string }>("SELECT clock_timestamp()::text AS moment");
      const now = clock?.moment ?? "";
      if (moment === null) return { rows: [], moment: now };
      const rows = await database.query<Row>(
        `SELECT ${COLUMNS} FROM assignments WHERE written_at > $1::timestamptz - make_interval(secs => $2)`,
        [moment, LATE_S],
      );
      return { rows: rows.map(toAssignment), moment: now };
    },

    page: async (before, limit) => {
      const [writtenAt, visitor] = before?.split("|") ?? [null, null];
      const rows = await database.query<Row & { at: string }>(
        `SELECT ${COLUMNS}, written_at::text AS at FROM assignments
         WHERE $1::timestamptz IS NULL OR (written_at, visitor) < ($1::timestamptz, decode($2, 'hex'))
         ORDER BY written_at DESC, assignments.visitor DESC LIMIT $3`,
        [writtenAt, visitor ?? "", limit],
      );
      const last = rows.at(-1);
      return {
        rows: rows.map(toAssignment),
        next: last && rows.length === limit ? `${last.at}|${last.visitor}` : null,
      };
    },

    forget: async () => {
      await database.query(
        `DELETE FROM assignments WHERE written_at < now() - make_interval(days => CASE WHEN locked THEN $2::int ELSE $1::int END)`,
        [KEPT_DAYS, LOCKED_DAYS],
      );
    },
  };
}

const toAssignment = ({ visitor, creativeId, givenAtS, changedAtS, changes, repeats, locked }: Row): Assignment => ({
  visitor,
  // Written by us.
  creativeId: creativeId as CreativeId,
  givenAtS,
  changedAtS,
  changes,
  repeats,
  locked,
});
