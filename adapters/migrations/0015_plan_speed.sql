-- A check a row and reference is half of what planning 25,000 creatives costs. These say nothing that is not held
-- already: the workspace comes with the title's reference, and one transaction adds an order, its creatives and their
-- places in it (adapters/jobs-postgres.ts, adapters/briefs-postgres.ts), and what one replaces was read a moment
-- before; none of them is ever removed.
ALTER TABLE creatives DROP CONSTRAINT creatives_workspace_id_fkey, DROP CONSTRAINT creatives_workspace_id_job_id_fkey,
  DROP CONSTRAINT creatives_replaces_fkey, DROP CONSTRAINT creatives_root_id_fkey;
DROP INDEX creatives_by_replaces;
ALTER TABLE job_creatives DROP CONSTRAINT job_creatives_job_id_fkey, DROP CONSTRAINT job_creatives_creative_id_fkey;
