-- Takes back 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename index tasks.tasks_by_title (was jobs_by_name)  [schema/tasks.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename index tasks_by_title of tasks.
ALTER INDEX "tasks_by_title" RENAME TO "jobs_by_name";

-- Rename tasks.title to name.
ALTER TABLE "tasks" RENAME COLUMN "title" TO "name";

-- Rename table tasks to jobs.
ALTER TABLE "tasks" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "tasks_pkey" RENAME TO "jobs_pkey";
