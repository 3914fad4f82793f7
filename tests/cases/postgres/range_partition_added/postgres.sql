-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data jobs: all rows of the partition jobs_2 are lost
--   DS102 loses-data jobs: all rows of the partition jobs_rest are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 017137c4a6c4ab8d, after 01afbdcf2dd580c8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A new partition of jobs.
CREATE TABLE "jobs_2" PARTITION OF "jobs" FOR VALUES FROM ('100') TO ('200');

-- A new partition of jobs.
CREATE TABLE "jobs_rest" PARTITION OF "jobs" DEFAULT;
