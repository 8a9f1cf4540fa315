-- Teams that share a server and see nothing of each other. A client's own ids (titles, clusters, users) are unique
-- within a workspace; ids of ours (creatives, jobs) are unique everywhere. References name the workspace too, so that
-- no row can point into another one. What was here before goes to the workspace `default`.

CREATE TABLE workspaces (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  brand jsonb NOT NULL DEFAULT '{}',
  -- Channels in which a creative that passed its gates goes live without a person.
  auto_approve text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO workspaces (id, name) VALUES ('default', 'Default');

ALTER TABLE memberships DROP CONSTRAINT memberships_cluster_id_fkey;
ALTER TABLE creatives DROP CONSTRAINT creatives_title_id_fkey;
ALTER TABLE creatives DROP CONSTRAINT creatives_cluster_id_fkey;
ALTER TABLE creatives DROP CONSTRAINT creatives_job_id_fkey;
ALTER TABLE experiments DROP CONSTRAINT experiments_title_id_fkey;
ALTER TABLE experiments DROP CONSTRAINT experiments_control_id_fkey;
ALTER TABLE winners DROP CONSTRAINT winners_title_id_fkey;
ALTER TABLE winners DROP CONSTRAINT winners_cluster_id_fkey;
ALTER TABLE winners DROP CONSTRAINT winners_creative_id_fkey;

ALTER TABLE titles ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE clusters ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE memberships ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default';
ALTER TABLE jobs ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE creatives ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE experiments ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default';
ALTER TABLE policy_versions ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE winners ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default';
ALTER TABLE api_keys ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
-- No reference: inserts stay cheap, and a signed token vouches for it.
ALTER TABLE events ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default';
ALTER TABLE audit ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;

-- A statement that forgets to say whose row it adds must fail, not add it to somebody.
ALTER TABLE titles ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE clusters ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE memberships ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE creatives ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE experiments ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE policy_versions ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE winners ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE api_keys ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE events ALTER COLUMN workspace_id DROP DEFAULT;
ALTER TABLE audit ALTER COLUMN workspace_id DROP DEFAULT;

ALTER TABLE titles DROP CONSTRAINT titles_pkey, ADD PRIMARY KEY (workspace_id, id);
ALTER TABLE clusters DROP CONSTRAINT clusters_pkey, ADD PRIMARY KEY (workspace_id, id);
ALTER TABLE memberships DROP CONSTRAINT memberships_pkey, ADD PRIMARY KEY (workspace_id, user_id),
  ADD FOREIGN KEY (workspace_id, cluster_id) REFERENCES clusters;
ALTER TABLE jobs ADD UNIQUE (workspace_id, id);
ALTER TABLE creatives ADD UNIQUE (workspace_id, id),
  ADD FOREIGN KEY (workspace_id, title_id) REFERENCES titles,
  ADD FOREIGN KEY (workspace_id, cluster_id) REFERENCES clusters,
  ADD FOREIGN KEY (workspace_id, job_id) REFERENCES jobs (workspace_id, id);
ALTER TABLE experiments DROP CONSTRAINT experiments_pkey, ADD PRIMARY KEY (workspace_id, title_id),
  ADD FOREIGN KEY (workspace_id, title_id) REFERENCES titles,
  ADD FOREIGN KEY (workspace_id, control_id) REFERENCES creatives (workspace_id, id);
ALTER TABLE winners
  ADD FOREIGN KEY (workspace_id, title_id) REFERENCES titles,
  ADD FOREIGN KEY (workspace_id, cluster_id) REFERENCES clusters,
  ADD FOREIGN KEY (workspace_id, creative_id) REFERENCES creatives (workspace_id, id);

DROP INDEX winners_standing;
CREATE UNIQUE INDEX winners_standing ON winners (workspace_id, title_id, cluster_id) WHERE reversed_at IS NULL;
DROP INDEX creatives_by_title, creatives_by_cluster, creatives_by_status;
CREATE INDEX creatives_by_title ON creatives (workspace_id, title_id, id);
CREATE INDEX creatives_by_cluster ON creatives (workspace_id, cluster_id, id);
CREATE INDEX creatives_by_status ON creatives (status, workspace_id, id);
CREATE INDEX policy_versions_by_workspace ON policy_versions (workspace_id, version);
DROP INDEX events_exposures, events_clicks, audit_by_subject;
CREATE INDEX events_exposures ON events (workspace_id, title_id, cluster_id, creative_id) WHERE kind = 'exposure';
CREATE INDEX events_clicks ON events (workspace_id, title_id, decision_id) WHERE kind = 'click';
CREATE INDEX audit_by_subject ON audit (workspace_id, subject, id);

-- One row a workspace, so that a change in one makes no reader load the others again.
ALTER TABLE snapshot_revision DROP COLUMN single,
  ADD COLUMN workspace_id text COLLATE "C" NOT NULL DEFAULT 'default' REFERENCES workspaces;
ALTER TABLE snapshot_revision ALTER COLUMN workspace_id DROP DEFAULT, ADD PRIMARY KEY (workspace_id);
