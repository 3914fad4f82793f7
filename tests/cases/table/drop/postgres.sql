-- 0002.the_change
-- Drop table old_jobs.
--
-- Changes:
--   drop table old_jobs (2 columns, 0 indexes)
-- Risks:
--   DS102 loses-data old_jobs: all rows of old_jobs are lost (about 1 at present: 32 kB)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on old_jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: old_jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01d5ff6e911230a2, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop table old_jobs with its rows, indexes and triggers.
DROP TABLE "old_jobs";
