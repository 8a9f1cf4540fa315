-- What the gates refused, try by try, and what each picture looks like, so that no sibling looks the same.

CREATE TABLE rejections (
  creative_id text COLLATE "C" NOT NULL REFERENCES creatives,
  -- 0 is the brief's own seed.
  retry int NOT NULL CHECK (retry >= 0),
  seed bigint NOT NULL,
  gate text NOT NULL,
  -- The shape, channel or language that was measured; empty for the whole creative.
  place text NOT NULL,
  measured double precision NOT NULL,
  bound double precision NOT NULL,
  detail text,
  rejected_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (creative_id, retry, gate, place)
);

-- By shape: a perceptual hash and a descriptor. Creatives that were made before have none, and are nobody's siblings.
ALTER TABLE creatives ADD COLUMN fingerprints jsonb;
