-- Orders are fed to the queue bit by bit, the workspaces in turn; they can be paused, cancelled, limited and continued.

ALTER TABLE jobs
  -- `done` is set when nothing is left; a reader that finds nothing left need not wait for it.
  ADD COLUMN state text NOT NULL DEFAULT 'running'
    CHECK (state IN ('running', 'paused', 'cancelled', 'budget-spent', 'done')),
  -- -1 low, 0 normal, 1 high; among the orders of one workspace.
  ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1),
  ADD COLUMN budget jsonb NOT NULL DEFAULT '{}',
  -- What its creatives took; a creative that several orders want is paid by the one that had it made.
  ADD COLUMN spent_pictures int NOT NULL DEFAULT 0,
  ADD COLUMN spent_ms double precision NOT NULL DEFAULT 0,
  ADD COLUMN spent_bytes bigint NOT NULL DEFAULT 0,
  ADD COLUMN finished_at timestamptz;
CREATE INDEX jobs_running ON jobs (workspace_id, priority DESC, created_at, id) WHERE state = 'running';

ALTER TABLE job_creatives
  ADD COLUMN position int NOT NULL DEFAULT 0,
  -- Its creative is planned and not on the queue. The feeder takes from these.
  ADD COLUMN waiting boolean NOT NULL DEFAULT false,
  -- It had been made, or given up, before this order asked for it.
  ADD COLUMN same boolean NOT NULL DEFAULT false;
UPDATE job_creatives SET waiting = true FROM creatives WHERE creatives.id = creative_id AND status = 'planned';
UPDATE jobs SET state = 'done', finished_at = now()
  WHERE NOT EXISTS (SELECT FROM job_creatives WHERE job_id = jobs.id AND waiting);
CREATE INDEX job_creatives_waiting ON job_creatives (job_id, position) WHERE waiting;
CREATE INDEX job_creatives_by_creative ON job_creatives (creative_id);

-- What lies on the queue or is being made: as many rows as the workers can look forward to, and no more.
CREATE TABLE feed (
  creative_id text COLLATE "C" PRIMARY KEY REFERENCES creatives,
  -- The order that it was taken for, and that pays for it.
  job_id text COLLATE "C" NOT NULL REFERENCES jobs,
  -- Part of the queue job's id: one that was put back and comes again is another job.
  turn bigint GENERATED ALWAYS AS IDENTITY,
  fed_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  studio_ms double precision NOT NULL DEFAULT 0
);
CREATE INDEX feed_by_job ON feed (job_id);
