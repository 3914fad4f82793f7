-- 0002.the_change
-- Change work: 2 changes.
--
-- Changes:
--   rename table work (was jobs)
--   change table work (partition_by, partitions to partition_by, partitions)
-- Risks:
--   BC101 breaks-clients work: running code that still says jobs breaks
--   BC101 breaks-clients work: running code that still says jobs_p0 breaks
--   BC101 breaks-clients work: running code that still says jobs_p1 breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says work breaks
--   BC101 breaks-clients work: running code that still says work_p0 breaks
--   BC101 breaks-clients work: running code that still says work_p1 breaks
-- Locks:
--   ACCESS EXCLUSIVE on work for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01b1b38cb19ba996, after 01f2d235a0afce35.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename table jobs to work.
ALTER TABLE "jobs" RENAME TO "work";

-- The primary key of work is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "work_pkey";

-- The partition jobs_p0 of work is called work_p0, and keeps its rows.
ALTER TABLE "jobs_p0" RENAME TO "work_p0";

-- The partition jobs_p1 of work is called work_p1, and keeps its rows.
ALTER TABLE "jobs_p1" RENAME TO "work_p1";
