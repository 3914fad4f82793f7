-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs.ck_jobs_size ((size > 0))
--   drop column jobs.size (bigint, nullable)
-- Risks:
--   DS103 loses-data jobs.size: the values of jobs.size are lost
-- Rolling back:
--   PG305 blocks-reads-and-writes jobs.ck_jobs_size: every row is looked at while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01ab5f7b70ad6165, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_jobs_size of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_size";

-- Drop column jobs.size.
ALTER TABLE "jobs" DROP COLUMN "size";
