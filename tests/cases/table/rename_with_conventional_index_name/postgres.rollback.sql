-- Takes back 0002.the_change
-- Change tasks: 2 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   rename index tasks.ix_tasks_name (was ix_jobs_name)  [schema/tasks.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename index ix_tasks_name of tasks.
ALTER INDEX "ix_tasks_name" RENAME TO "ix_jobs_name";

-- Rename table tasks to jobs.
ALTER TABLE "tasks" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "tasks_pkey" RENAME TO "jobs_pkey";
