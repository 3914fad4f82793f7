-- 0002.the_change
-- Drop column jobs.is_done.
--
-- Changes:
--   drop column jobs.is_done (boolean, not null, default true)
-- Risks:
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d833512f0f5820, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.is_done.
ALTER TABLE "jobs" DROP COLUMN "is_done";
