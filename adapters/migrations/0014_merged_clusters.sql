-- Clusters too small for a contest of their own in this title, each with the cluster whose policy and counts it shares.
ALTER TABLE experiments ADD COLUMN merged jsonb NOT NULL DEFAULT '{}';
