-- 0002.the_change
-- Rename unique jobs.uq_jobs_name.
--
-- Changes:
--   rename unique jobs.uq_jobs_name (was one_of_a_name)  [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f18df2969c513f, after 0131fb5db5451f72.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename one_of_a_name of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "one_of_a_name" TO "uq_jobs_name";
