-- A rendition in more densities and formats than one. Of those that were here, all WebP at density 1, nobody measured
-- quality and likeness, and nobody needs to: the channels have other sizes now.
ALTER TABLE renditions
  ADD COLUMN density smallint NOT NULL DEFAULT 1 CHECK (density IN (1, 2)),
  ADD COLUMN format text COLLATE "C" NOT NULL DEFAULT 'webp' CHECK (format IN ('avif', 'webp', 'jpeg')),
  ADD COLUMN quality smallint NOT NULL DEFAULT 0,
  ADD COLUMN score real NOT NULL DEFAULT 0,
  ADD COLUMN thumb_hash text NOT NULL DEFAULT '',
  ADD COLUMN dominant text NOT NULL DEFAULT '#808080' CHECK (dominant ~ '^#[0-9a-f]{6}$');
ALTER TABLE renditions
  ALTER COLUMN density DROP DEFAULT,
  ALTER COLUMN format DROP DEFAULT,
  ALTER COLUMN quality DROP DEFAULT,
  ALTER COLUMN score DROP DEFAULT,
  ALTER COLUMN thumb_hash DROP DEFAULT,
  ALTER COLUMN dominant DROP DEFAULT;
ALTER TABLE renditions DROP CONSTRAINT renditions_pkey, ADD PRIMARY KEY (creative_id, channel, locale, density, format);
