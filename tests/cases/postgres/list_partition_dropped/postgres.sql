-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Risks:
--   DS102 loses-data jobs: all rows of the partition jobs_b are lost
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ea71d502f4c533, after 01ff2692fc8947da.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop a partition of jobs with its rows.
DROP TABLE "jobs_b";
