-- 0002.the_change
-- Change tasks: 2 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename index tasks.ix_tasks_name (was ix_jobs_name)  [schema/tasks.yaml:7]
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
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01154a306348f699, after 01c7a8c9a537d35c.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table jobs to tasks.
ALTER TABLE "jobs" RENAME TO "tasks";

-- The primary key of tasks is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "tasks_pkey";

-- Rename index ix_jobs_name of tasks.
ALTER INDEX "ix_jobs_name" RENAME TO "ix_tasks_name";
