-- Takes back 0002.the_change
-- Change table jobs.
--
-- Changes taken back:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says jobs_of_b breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- The partition jobs_of_b of jobs is called jobs_b, and keeps its rows.
ALTER TABLE "jobs_of_b" RENAME TO "jobs_b";
