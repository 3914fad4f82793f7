-- 0002.the_change
-- Change table jobs.
--
-- Changes:
--   change table jobs (partition_by, partitions to partition_by, partitions)
-- Risks:
--   BC101 breaks-clients jobs: running code that still says jobs_b breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says jobs_of_b breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ea71d502f4c533, after 01ea16d910d47c6a.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- The partition jobs_b of jobs is called jobs_of_b, and keeps its rows.
ALTER TABLE "jobs_b" RENAME TO "jobs_of_b";
