-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop trigger jobs.tr_stamp
--   add trigger jobs.tr_stamp  [schema/jobs.yaml:8]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0103dbf040759048, after 0142c345960342ac.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop trigger tr_stamp of jobs.
DROP TRIGGER "tr_stamp" ON "jobs";

-- Add trigger tr_stamp on jobs.
CREATE TRIGGER tr_stamp BEFORE INSERT OR UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION stamp();
