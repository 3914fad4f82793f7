-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Risks:
--   none
-- Rolling back:
--   DS102 loses-data jobs: all rows of the partition jobs_b are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ff2692fc8947da, after 01ea71d502f4c533.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- A new partition of jobs.
CREATE TABLE "jobs_b" PARTITION OF "jobs" FOR VALUES IN ('b');
