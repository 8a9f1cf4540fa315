-- Which policy a workspace was served by from when on, and what its log said of it then.
CREATE TABLE policy_releases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces,
  released_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  policy text NOT NULL,
  before text NOT NULL,
  unproven boolean NOT NULL,
  judgement jsonb NOT NULL
);
CREATE INDEX policy_releases_newest ON policy_releases (workspace_id, id DESC);
