-- Whoever can write to the database can also rewrite it; nobody can do so unseen. Each row of the audit has a hash
-- over itself and the hash of the row before it, so that a row that is changed, removed or slipped in breaks the chain
-- from there on. `npm run audit -- verify` reads it.
--
-- The application's user may add rows, of these columns alone, and do nothing else here (adapters/roles-postgres.ts);
-- number, time and hash are given by a trigger that runs as the tables' owner.

ALTER TABLE audit ALTER COLUMN id DROP IDENTITY;
ALTER TABLE audit ALTER COLUMN at DROP DEFAULT;
ALTER TABLE audit ADD COLUMN hash text;

-- The last row, by number and hash: its lock puts writers in order, and rows cut off the end are missed.
CREATE TABLE audit_head (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  id bigint NOT NULL,
  hash text NOT NULL
);
INSERT INTO audit_head (id, hash) VALUES (0, repeat('0', 64));

-- `<bytes>:<text>`, so that no two rows read the same.
CREATE FUNCTION audit_field(value text) RETURNS text IMMUTABLE LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT octet_length(convert_to(value, 'UTF8')) || ':' || value $$;

CREATE FUNCTION audit_hash(previous text, entry audit) RETURNS text STABLE LANGUAGE sql
  SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT encode(sha256(convert_to(
      public.audit_field(previous) || public.audit_field(entry.id::text)
        || public.audit_field(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || public.audit_field(entry.workspace_id) || public.audit_field(entry.actor)
        || public.audit_field(entry.action) || public.audit_field(entry.subject)
        || public.audit_field(entry.detail::text), 'UTF8')), 'hex')
  $$;

-- What is here already is numbered without gaps and chained in its order.
ALTER TABLE audit DISABLE TRIGGER audit_append_only;
UPDATE audit SET id = -id;
UPDATE audit SET id = ranked.place
  FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM audit) AS ranked WHERE audit.id = ranked.id;
DO $$
DECLARE
  entry audit;
  previous text := repeat('0', 64);
BEGIN
  FOR entry IN SELECT * FROM audit ORDER BY id LOOP
    previous := audit_hash(previous, entry);
    UPDATE audit SET hash = previous WHERE id = entry.id;
    UPDATE audit_head SET id = entry.id, hash = previous;
  END LOOP;
END
$$;
ALTER TABLE audit ENABLE TRIGGER audit_append_only;
ALTER TABLE audit ALTER COLUMN hash SET NOT NULL;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  head public.audit_head;
BEGIN
  SELECT * INTO STRICT head FROM public.audit_head FOR UPDATE;
  NEW.id := head.id + 1;
  NEW.at := clock_timestamp();
  NEW.hash := public.audit_hash(head.hash, NEW);
  UPDATE public.audit_head SET id = NEW.id, hash = NEW.hash;
  RETURN NEW;
END
$$;

CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();
