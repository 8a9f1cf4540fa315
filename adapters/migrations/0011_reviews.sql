-- Channels in which a creative that nobody has reviewed yet is live, because the workspace said so when it was made.
-- A verdict of a person, or taking the channel off the workspace's list, empties it.
ALTER TABLE creatives ADD COLUMN auto_channels text[] NOT NULL DEFAULT '{}';

-- Creatives that are in no answer, whatever their status: a row is a pull, its removal the end of it; the audit has both.
CREATE TABLE pulls (
  creative_id text COLLATE "C" PRIMARY KEY REFERENCES creatives,
  reason text NOT NULL CHECK (reason IN ('rights', 'safety', 'other')),
  note text NOT NULL,
  actor text NOT NULL,
  pulled_at timestamptz NOT NULL DEFAULT now()
);

-- Which pictures only pulled creatives use.
CREATE INDEX renditions_by_blob ON renditions (blob);

-- The API processes, and when each began the last look at the snapshot that it finished, by this server's clock:
-- a pull is through everywhere once every one of them began a look after it.
CREATE UNLOGGED TABLE snapshot_readers (
  id text PRIMARY KEY,
  began_at timestamptz NOT NULL,
  looked_at timestamptz
);
