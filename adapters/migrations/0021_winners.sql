-- A winner can be taken back by a person, who says why. Without `reversed_by`, another winner took its place.

ALTER TABLE winners
  ADD COLUMN reversed_by text,
  ADD COLUMN reversed_because text,
  -- The newest policy version when it was taken back: what was seen up to it proves nothing any more.
  ADD COLUMN reversed_at_version int,
  ADD CONSTRAINT winners_reversal CHECK (
    (reversed_by IS NULL) = (reversed_because IS NULL) AND (reversed_by IS NULL) = (reversed_at_version IS NULL)
    AND (reversed_by IS NULL OR reversed_at IS NOT NULL)
  );

CREATE INDEX winners_by_title ON winners (workspace_id, title_id, id);
