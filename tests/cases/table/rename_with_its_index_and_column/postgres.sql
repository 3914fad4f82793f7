-- 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename index tasks.tasks_by_title (was jobs_by_name)  [schema/tasks.yaml:7]
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
--   BC102 breaks-clients tasks.title: running code that still says tasks.name breaks
-- Rolling back:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
-- Locks:
--   ACCESS EXCLUSIVE on tasks for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01885c6ecd0d1922, after 01f3dbaa22312218.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table jobs to tasks.
ALTER TABLE "jobs" RENAME TO "tasks";

-- The primary key of tasks is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "tasks_pkey";

-- Rename tasks.name to title.
ALTER TABLE "tasks" RENAME COLUMN "name" TO "title";

-- Rename index jobs_by_name of tasks.
ALTER INDEX "jobs_by_name" RENAME TO "tasks_by_title";
