import type { CreativeId } from "../core/creative.ts";
import type { Assignment, AssignmentStore } from "../core/ports-experiments.ts";
import type { Database } from "./database-postgres.ts";

/** A statement that began before a look may be written after it; none takes longer. */
const LATE_S = 5;
const KEPT_DAYS = 31;
const LOCKED_DAYS = 400;

type Row = Omit<Assignment, "creativeId"> & { readonly creativeId: string };

const COLUMNS = `encode(visitor, 'hex') AS visitor, creative_id AS "creativeId", given_at::float8 AS "givenAtS",
  policy_version AS "policyVersion", propensity, basis, turned_at::float8 AS "turnedAtS", turns, repeats, locked`;

export function assignmentsOnPostgres(database: Database): AssignmentStore {
  return {
    save: async (rows) => {
      if (rows.length === 0) return;
      // In order, so that two processes never wait in a circle.
      const sorted = [...rows].sort((a, b) => (a.visitor < b.visitor ? -1 : 1));
      const column = (read: (row: Assignment) => unknown) => sorted.map(read);
      await database.query(
        `INSERT INTO assignments AS old
           (visitor, creative_id, given_at, turned_at, turns, repeats, locked, policy_version, propensity, basis)
         SELECT decode(visitor, 'hex'), creative_id, given_at, turned_at, turns, repeats, locked, policy_version, propensity, basis
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::smallint[], $6::int[], $7::boolean[], $8::int[],
           $9::float8[], $10::text[]) AS given
           (visitor, creative_id, given_at, turned_at, turns, repeats, locked, policy_version, propensity, basis)
         ON CONFLICT (visitor) DO UPDATE SET
           (creative_id, given_at, repeats, policy_version, propensity, basis) = (
             SELECT creative_id, given_at, repeats, policy_version, propensity, basis
             FROM (VALUES
               (EXCLUDED.creative_id, EXCLUDED.given_at, EXCLUDED.repeats, EXCLUDED.policy_version, EXCLUDED.propensity,
                EXCLUDED.basis, EXCLUDED.locked, 1),
               (old.creative_id, old.given_at, old.repeats, old.policy_version, old.propensity, old.basis, old.locked, 0)
             ) AS lot (creative_id, given_at, repeats, policy_version, propensity, basis, locked, given)
             ORDER BY locked DESC, given_at DESC, given DESC LIMIT 1),
           turns = CASE WHEN EXCLUDED.turned_at >= old.turned_at THEN EXCLUDED.turns ELSE old.turns END,
           turned_at = greatest(EXCLUDED.turned_at, old.turned_at),
           locked = EXCLUDED.locked OR old.locked,
           written_at = clock_timestamp()`,
        [
          column(({ visitor }) => visitor),
          column(({ creativeId }) => creativeId),
          column(({ givenAtS }) => givenAtS),
          column(({ turnedAtS }) => turnedAtS),
          column(({ turns }) => turns),
          column(({ repeats }) => repeats),
          column(({ locked }) => locked),
          column(({ policyVersion }) => policyVersion),
          column(({ propensity }) => propensity),
          column(({ basis }) => basis),
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

/** Written by us. */
const toAssignment = (row: Row): Assignment => ({
  visitor: row.visitor,
  creativeId: row.creativeId as CreativeId,
  policyVersion: row.policyVersion,
  propensity: row.propensity,
  basis: row.basis,
  givenAtS: row.givenAtS,
  turnedAtS: row.turnedAtS,
  turns: row.turns,
  repeats: row.repeats,
  locked: row.locked,
});
