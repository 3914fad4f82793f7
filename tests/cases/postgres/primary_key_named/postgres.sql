-- 0002.the_change
-- Rename primary key jobs.primary_key.
--
-- Changes:
--   rename primary key jobs.primary_key (jobs_key, was unnamed)  [schema/jobs.yaml:5]
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
-- Schema before 0151a14af726e7d8, after 0166174e85bc9943.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs_pkey of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "jobs_pkey" TO "jobs_key";
