-- A policy's row stands from its version until another of the same cell: a run writes what it changed and no more.
-- The arms are packed (core/policy-pack.ts), so that a million policies are read in seconds.

ALTER TABLE policies RENAME TO policies_by_run;
ALTER TABLE policies_by_run RENAME CONSTRAINT policies_pkey TO policies_by_run_pkey;

CREATE TABLE policies (
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces,
  title_id text COLLATE "C" NOT NULL,
  cluster_id text COLLATE "C" NOT NULL,
  context text COLLATE "C" NOT NULL DEFAULT '',
  -- The first that it is of.
  version int NOT NULL REFERENCES policy_versions,
  -- Null: from this version on the cell has none.
  packed bytea,
  PRIMARY KEY (workspace_id, title_id, cluster_id, context)
);
CREATE INDEX policies_changed ON policies (workspace_id, version);

-- What stood before, for as long as events may ask for it.
CREATE TABLE policy_history (
  workspace_id text COLLATE "C" NOT NULL,
  title_id text COLLATE "C" NOT NULL,
  cluster_id text COLLATE "C" NOT NULL,
  context text COLLATE "C" NOT NULL,
  version int NOT NULL,
  -- The first version that it is not of.
  until int NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (workspace_id, title_id, cluster_id, context, version)
);
CREATE INDEX policy_history_ended ON policy_history (workspace_id, until);

CREATE INDEX policy_versions_by_time ON policy_versions (workspace_id, computed_at);

-- Policies of any version: rows with `version <= v AND (until IS NULL OR until > v)`.
CREATE VIEW policy_rows AS
  SELECT workspace_id, title_id, cluster_id, context, version, NULL::int AS until, packed
  FROM policies WHERE packed IS NOT NULL
  UNION ALL
  SELECT workspace_id, title_id, cluster_id, context, version, until, packed FROM policy_history;

-- An IEEE double of eight bytes, most significant first. Shares are never 0, infinite or subnormal.
CREATE FUNCTION double_at(packed bytea, at int) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT power(2::float8, ((bits >> 52) & 2047)::int - 1075) * ((bits & 4503599627370495) | 4503599627370496)::float8
  FROM (SELECT ('x' || encode(substr(packed, at + 1, 8), 'hex'))::bit(64)::bigint AS bits) AS read
$$;

-- The arms of a packed policy and their shares, one row each.
CREATE FUNCTION packed_shares(packed bytea) RETURNS TABLE (creative_id text, probability double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 'crv_' || encode(substr(packed, 5 + 8 * arm, 8), 'hex'), double_at(packed, 4 + 8 * get_byte(packed, 1) + 8 * arm)
  FROM generate_series(0, get_byte(packed, 1) - 1) AS arm
$$;

-- What was here before: the runs of each cell's equal rows, one after the other.
CREATE FUNCTION pack_arms(arms jsonb, stretches jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT set_byte('\x0100', 1, jsonb_array_length(arms)) || int2send(coalesce(jsonb_array_length(stretches->'ends'), 0)::smallint)
    || (SELECT string_agg(decode(substr(arm->>'creativeId', 5), 'hex'), '' ORDER BY at)
          || string_agg(float8send((arm->>'probability')::float8), '' ORDER BY at)
        FROM jsonb_array_elements(arms) WITH ORDINALITY AS given (arm, at))
    || coalesce((SELECT string_agg(float8send(value::float8), '' ORDER BY at)
        FROM jsonb_array_elements_text(stretches->'ends') WITH ORDINALITY AS given (value, at)), '')
    || coalesce((SELECT string_agg(set_byte('\x00', 0, value::int), '' ORDER BY at)
        FROM jsonb_array_elements_text(stretches->'of') WITH ORDINALITY AS given (value, at)), '')
$$;

WITH versions AS (
  SELECT version, workspace_id, lag(version) OVER own AS before, lead(version) OVER own AS after
  FROM policy_versions WINDOW own AS (PARTITION BY workspace_id ORDER BY version)
), rows AS (
  SELECT workspace_id, title_id, cluster_id, context, version, before, after, pack_arms(arms, stretches) AS packed
  FROM policies_by_run JOIN versions USING (version)
), changes AS (
  SELECT workspace_id, title_id, cluster_id, context, version, packed FROM rows
  WHERE NOT EXISTS (SELECT FROM rows AS other WHERE other.version = rows.before AND other.packed = rows.packed
    AND (other.title_id, other.cluster_id, other.context) = (rows.title_id, rows.cluster_id, rows.context))
  UNION ALL
  SELECT workspace_id, title_id, cluster_id, context, after, NULL FROM rows
  WHERE after IS NOT NULL AND NOT EXISTS (SELECT FROM rows AS other WHERE other.version = rows.after
    AND (other.title_id, other.cluster_id, other.context) = (rows.title_id, rows.cluster_id, rows.context))
), stood AS (
  SELECT *, lead(version) OVER (PARTITION BY workspace_id, title_id, cluster_id, context ORDER BY version) AS until FROM changes
), earlier AS (
  INSERT INTO policy_history (workspace_id, title_id, cluster_id, context, version, until, packed)
  SELECT workspace_id, title_id, cluster_id, context, version, until, packed FROM stood
  WHERE until IS NOT NULL AND packed IS NOT NULL
)
INSERT INTO policies (workspace_id, title_id, cluster_id, context, version, packed)
SELECT workspace_id, title_id, cluster_id, context, version, packed FROM stood WHERE until IS NULL;

DROP FUNCTION pack_arms;
DROP TABLE policies_by_run;

-- Policies change every minute and the rest of a snapshot does not: what is loaded is told apart.
ALTER TABLE snapshot_revision ADD COLUMN catalogue bigint NOT NULL DEFAULT 1;
