-- The product's records. Ids compare byte by byte, so that a page in id order is the same on every server.

CREATE TABLE titles (
  id text COLLATE "C" PRIMARY KEY,
  title jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE clusters (
  id text COLLATE "C" PRIMARY KEY,
  cluster jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A user is in one cluster at a time.
CREATE TABLE memberships (
  user_id text COLLATE "C" PRIMARY KEY,
  cluster_id text COLLATE "C" NOT NULL REFERENCES clusters,
  assigned_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE jobs (
  id text COLLATE "C" PRIMARY KEY,
  request jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE creatives (
  id text COLLATE "C" PRIMARY KEY,
  title_id text COLLATE "C" NOT NULL REFERENCES titles,
  cluster_id text COLLATE "C" REFERENCES clusters,
  -- The order that first asked for it; job_creatives has every order that did.
  job_id text COLLATE "C" NOT NULL REFERENCES jobs,
  status text NOT NULL CHECK (status IN ('planned', 'in-review', 'approved', 'rejected', 'refused', 'failed', 'retired')),
  reason text,
  brief jsonb NOT NULL,
  copy jsonb NOT NULL DEFAULT '{}',
  checks jsonb NOT NULL DEFAULT '[]',
  provenance jsonb,
  planned_at timestamptz NOT NULL DEFAULT now(),
  moved_at timestamptz NOT NULL DEFAULT now(),
  CHECK (status IN ('planned', 'failed') OR provenance IS NOT NULL)
);
CREATE INDEX creatives_by_title ON creatives (title_id, id);
CREATE INDEX creatives_by_cluster ON creatives (cluster_id, id);
CREATE INDEX creatives_by_status ON creatives (status, id);

CREATE TABLE job_creatives (
  job_id text COLLATE "C" NOT NULL REFERENCES jobs,
  creative_id text COLLATE "C" NOT NULL REFERENCES creatives,
  PRIMARY KEY (job_id, creative_id)
);

CREATE TABLE renditions (
  creative_id text COLLATE "C" NOT NULL REFERENCES creatives,
  channel text COLLATE "C" NOT NULL,
  locale text COLLATE "C" NOT NULL,
  blob text NOT NULL CHECK (blob ~ '^[0-9a-f]{64}$'),
  width_px int NOT NULL,
  height_px int NOT NULL,
  byte_length int NOT NULL,
  content_type text NOT NULL,
  contrast real NOT NULL,
  PRIMARY KEY (creative_id, channel, locale)
);

CREATE TABLE experiments (
  title_id text COLLATE "C" PRIMARY KEY REFERENCES titles,
  state text NOT NULL CHECK (state IN ('open', 'closed')),
  control_id text COLLATE "C" NOT NULL REFERENCES creatives,
  opened_at timestamptz NOT NULL
);

-- One row a learning run, kept for ever.
CREATE TABLE policy_versions (
  version int PRIMARY KEY,
  computed_at timestamptz NOT NULL DEFAULT now()
);

-- What a run settled; the rows of old versions are dropped, each event keeps its own version and propensity.
CREATE TABLE policies (
  version int NOT NULL REFERENCES policy_versions,
  title_id text COLLATE "C" NOT NULL,
  cluster_id text COLLATE "C" NOT NULL,
  arms jsonb NOT NULL,
  PRIMARY KEY (version, title_id, cluster_id)
);

CREATE TABLE winners (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title_id text COLLATE "C" NOT NULL REFERENCES titles,
  cluster_id text COLLATE "C" NOT NULL REFERENCES clusters,
  creative_id text COLLATE "C" NOT NULL REFERENCES creatives,
  policy_version int NOT NULL,
  evidence jsonb NOT NULL,
  declared_at timestamptz NOT NULL DEFAULT now(),
  -- Set when another winner took its place.
  reversed_at timestamptz
);
CREATE UNIQUE INDEX winners_standing ON winners (title_id, cluster_id) WHERE reversed_at IS NULL;

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_sha256 text NOT NULL,
  -- json, not jsonb: a replayed answer has its fields in the order of the first one.
  reply json,
  begun_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_by_age ON idempotency (begun_at);

-- One row. Whoever changes what a snapshot shows raises it in the same transaction.
CREATE TABLE snapshot_revision (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  revision bigint NOT NULL
);
INSERT INTO snapshot_revision (revision) VALUES (1);
