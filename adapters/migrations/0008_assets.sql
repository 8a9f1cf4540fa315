-- Pictures that people brought, by workspace: a title or a brand may name no other blob than one of these.
CREATE TABLE assets (
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces,
  blob text COLLATE "C" NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  width_px int NOT NULL,
  height_px int NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, blob)
);
