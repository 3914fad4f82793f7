-- Takes back 0002.the_change
-- Change work: 2 changes.
--
-- Changes taken back:
--   rename table work (was jobs)
--   change table work (partition_by, partitions to partition_by, partitions)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says work breaks
--   BC101 breaks-clients work: running code that still says work_p0 breaks
--   BC101 breaks-clients work: running code that still says work_p1 breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- The partition work_p0 of work is called jobs_p0, and keeps its rows.
ALTER TABLE "work_p0" RENAME TO "jobs_p0";

-- The partition work_p1 of work is called jobs_p1, and keeps its rows.
ALTER TABLE "work_p1" RENAME TO "jobs_p1";

-- Rename table work to jobs.
ALTER TABLE "work" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "work_pkey" RENAME TO "jobs_pkey";
