-- How experiments decide, count and prove; what decisions were made of; what happened after a click.

ALTER TABLE experiments
  ADD COLUMN arms jsonb,
  ADD COLUMN paused jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';

ALTER TABLE workspaces ADD COLUMN deciding jsonb NOT NULL DEFAULT '{}';

ALTER TABLE events DROP CONSTRAINT events_kind_check,
  ADD CONSTRAINT events_kind_check CHECK (kind IN ('exposure', 'click', 'play', 'view', 'conversion')),
  ADD COLUMN basis text NOT NULL DEFAULT 'policy',
  ADD COLUMN context text NOT NULL DEFAULT '',
  ADD COLUMN device text,
  ADD COLUMN eligible text[],
  ADD COLUMN visitor text,
  ADD COLUMN repeat smallint NOT NULL DEFAULT 0,
  ADD COLUMN seconds real,
  ADD COLUMN completion real;

-- What the learner has folded in so far: one row a title, one state a row, as the learner itself writes it.
CREATE TABLE learner_states (
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces,
  -- Empty: what was learned over all titles.
  title_id text COLLATE "C" NOT NULL,
  state jsonb NOT NULL,
  -- Exposures that were decided before are in it.
  folded_to timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, title_id)
);

ALTER TABLE policies ADD COLUMN context text NOT NULL DEFAULT '', ADD COLUMN stretches jsonb;
ALTER TABLE policies DROP CONSTRAINT policies_pkey, ADD PRIMARY KEY (version, title_id, cluster_id, context);
