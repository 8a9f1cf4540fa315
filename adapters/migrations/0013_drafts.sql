-- What is ordered or being made is a draft, as content teams call it.
ALTER TABLE creatives DROP CONSTRAINT creatives_status_check, DROP CONSTRAINT creatives_check;
UPDATE creatives SET status = 'draft' WHERE status = 'planned';
ALTER TABLE creatives
  ADD CONSTRAINT creatives_status_check
    CHECK (status IN ('draft', 'in-review', 'approved', 'rejected', 'refused', 'failed', 'retired')),
  ADD CONSTRAINT creatives_check CHECK (status IN ('draft', 'failed') OR provenance IS NOT NULL);
