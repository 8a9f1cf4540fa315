-- Which arm each visitor was given last, for change budgets and locks. A copy of what the API processes hold in memory.
-- A visitor is a keyed hash of user and title, another one in every workspace: it says nothing of who it is or whose.
CREATE TABLE assignments (
  visitor bytea PRIMARY KEY CHECK (length(visitor) = 8),
  creative_id text COLLATE "C" NOT NULL,
  -- Seconds since 1970.
  given_at bigint NOT NULL,
  -- What the arm was drawn with.
  policy_version int NOT NULL,
  propensity double precision NOT NULL,
  basis text NOT NULL,
  -- 0: it was never drawn anew.
  turned_at bigint NOT NULL,
  turns smallint NOT NULL,
  repeats int NOT NULL,
  locked boolean NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX assignments_written ON assignments (written_at, visitor);
-- Rows are written again and again; room in their pages keeps that off the indexes.
ALTER TABLE assignments SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
