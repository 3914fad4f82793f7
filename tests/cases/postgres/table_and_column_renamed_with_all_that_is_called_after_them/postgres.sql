-- 0002.the_change
-- Change tasks: 6 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename unique tasks.uq_tasks_title (was uq_jobs_name)  [schema/tasks.yaml:8]
--   rename check tasks.ck_tasks_title (was ck_jobs_name)  [schema/tasks.yaml:14]
--   rename foreign key tasks.fk_tasks_parent_id (was fk_jobs_parent_id)  [schema/tasks.yaml:12]
--   rename index tasks.ix_tasks_parent_id_title (was ix_jobs_parent_id_name)  [schema/tasks.yaml:10]
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
-- Schema before 016bc94f9c478d07, after 01e480aa349ce54d.
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

-- Rename ck_jobs_name of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "ck_jobs_name" TO "ck_tasks_title";

-- Rename fk_jobs_parent_id of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "fk_jobs_parent_id" TO "fk_tasks_parent_id";

-- Rename index ix_jobs_parent_id_name of tasks.
ALTER INDEX "ix_jobs_parent_id_name" RENAME TO "ix_tasks_parent_id_title";

-- Rename uq_jobs_name of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "uq_jobs_name" TO "uq_tasks_title";
