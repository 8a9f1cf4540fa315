-- A creative that was made anew says which one it is to replace, once a person has approved it.
ALTER TABLE creatives
  ADD COLUMN replaces text COLLATE "C" REFERENCES creatives (id),
  -- The first of the row that it goes back to; null: it is the first itself.
  ADD COLUMN root_id text COLLATE "C" REFERENCES creatives (id);
CREATE INDEX creatives_by_replaces ON creatives (replaces) WHERE replaces IS NOT NULL;
