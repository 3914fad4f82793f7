-- Takes back 0002.the_change
-- Rename table tasks.
--
-- Changes taken back:
--   rename table tasks (was jobs)
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

-- Rename table tasks to jobs.
ALTER TABLE "tasks" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "tasks_pkey" RENAME TO "jobs_pkey";
