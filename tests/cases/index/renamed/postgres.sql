-- 0002.the_change
-- Rename index jobs.uq_jobs_waiting.
--
-- Changes:
--   rename index jobs.uq_jobs_waiting (was waiting)  [schema/jobs.yaml:7]
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
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f08ad7f1ef55d0, after 0167e39b92c6df53.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename index waiting of jobs.
ALTER INDEX "waiting" RENAME TO "uq_jobs_waiting";
