-- Takes back 0002.the_change
-- Change table jobs.
--
-- Changes taken back:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Lost by the migration, and not brought back:
--   DS102 loses-data jobs: all rows of the partition jobs_b are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A new partition of jobs.
CREATE TABLE "jobs_b" PARTITION OF "jobs" FOR VALUES IN ('b');
