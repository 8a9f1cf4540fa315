-- What came of exposures is counted by the time at which events came, on the database's own clock.

-- The exposures of a stretch of time (adapters/counts-postgres.ts, slices), and what followed those of a title.
CREATE INDEX events_seen ON events (workspace_id, received_at) WHERE kind = 'exposure';
CREATE INDEX events_outcomes ON events (workspace_id, title_id, kind) WHERE kind <> 'exposure';

-- A view that is reported again while it goes on: its reports in a row, three numbers each: seconds after the first
-- report, seconds watched, share of it watched. Null: there was one report, and the row's own columns are it.
ALTER TABLE events ADD COLUMN steps double precision[];

-- Whether a view was long enough by the deadline: either threshold will do, and with neither everything is. Longer
-- reports that came after the deadline change nothing, so that what was counted once is counted so again.
CREATE FUNCTION engaged_by(deadline timestamptz, first_at timestamptz, seconds real, completion real,
  steps double precision[], least_seconds double precision, least_completion double precision)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT first_at <= deadline AND CASE
    WHEN least_seconds IS NULL AND least_completion IS NULL THEN true
    WHEN steps IS NULL THEN coalesce(seconds >= least_seconds::real, false) OR coalesce(completion >= least_completion::real, false)
    ELSE EXISTS (
      SELECT FROM generate_series(1, cardinality(steps), 3) AS at
      WHERE first_at + make_interval(secs => steps[at]) <= deadline
        AND (steps[at + 1]::real >= least_seconds::real OR steps[at + 2]::real >= least_completion::real))
    END
$$;
