-- What happened to decisions. No foreign keys: a signed token vouches for the ids, and inserts stay cheap.
CREATE TABLE events (
  decision_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('exposure', 'click')),
  title_id text COLLATE "C" NOT NULL,
  cluster_id text COLLATE "C" NOT NULL,
  creative_id text COLLATE "C" NOT NULL,
  channel text NOT NULL,
  policy_version int NOT NULL,
  propensity double precision NOT NULL CHECK (propensity > 0 AND propensity <= 1),
  decided_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (decision_id, kind)
);

-- Few different values in many rows: the index is a hundredth of the table, and a tally counts in it alone.
CREATE INDEX events_exposures ON events (title_id, cluster_id, creative_id) WHERE kind = 'exposure';
CREATE INDEX events_clicks ON events (title_id, decision_id) WHERE kind = 'click';

-- Inserts alone must get the table vacuumed, or its indexes are never enough for a tally.
ALTER TABLE events SET (autovacuum_vacuum_insert_scale_factor = 0.05);
