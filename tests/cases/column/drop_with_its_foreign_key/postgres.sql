-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id))
--   drop column jobs.parent_id (bigint, nullable)
-- Risks:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Rolling back:
--   PG306 blocks-writes jobs.fk_jobs_parent_id: every row is looked at while writers of both tables wait, those of jobs
--   too
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 019dcd19d4adaeac, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_jobs_parent_id of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_parent_id";

-- Drop column jobs.parent_id.
ALTER TABLE "jobs" DROP COLUMN "parent_id";
