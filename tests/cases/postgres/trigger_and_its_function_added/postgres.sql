-- 0002.the_change
-- Add function stamp().
-- Add trigger jobs.tr_stamp.
--
-- Changes:
--   add function stamp()  [schema/stamp.yaml:1]
--   add trigger jobs.tr_stamp  [schema/jobs.yaml:8]
-- Risks:
--   none
-- Rolling back:
--   BC105 breaks-clients stamp(): code that uses the function stamp() breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01769a15fee68e9c, after 0103dbf040759048.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A function may name what is only made after it.
SET LOCAL check_function_bodies = off;

-- Create function stamp().
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.n := 1;
  RETURN NEW;
END $$;

-- Add trigger tr_stamp on jobs.
CREATE TRIGGER tr_stamp BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION stamp();
