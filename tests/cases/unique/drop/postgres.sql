-- 0002.the_change
-- Drop unique jobs.uq_jobs_name.
--
-- Changes:
--   drop unique jobs.uq_jobs_name (name)
-- Risks:
--   none
-- Rolling back:
--   MF101 may-fail-on-data jobs.uq_jobs_name: fails if two rows agree in name
--   PG105 blocks-reads-and-writes jobs.uq_jobs_name: the index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01af88a84c09f136, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop uq_jobs_name of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_name";
