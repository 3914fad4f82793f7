-- 0002.the_change
-- Rename table tasks.
--
-- Changes:
--   rename table tasks (was jobs)
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says tasks breaks
-- Locks:
--   ACCESS EXCLUSIVE on tasks for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows, logs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 013c8ed33990e978, after 0194386d46210784.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table jobs to tasks.
ALTER TABLE "jobs" RENAME TO "tasks";

-- The primary key of tasks is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "tasks_pkey";
