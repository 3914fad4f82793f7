-- 0002.the_change
-- Add enum jobs_status.
-- Add column jobs.status.
--
-- Changes:
--   add enum jobs_status (NEW, DONE)  [schema/jobs.yaml:5]
--   add column jobs.status (jobs_status, not null, default 'NEW')  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.status: the values of jobs.status are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 018c61b2352c9e32.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create enum jobs_status.
CREATE TYPE "jobs_status" AS ENUM ('NEW', 'DONE');

-- Add column jobs.status.
ALTER TABLE "jobs" ADD COLUMN "status" jobs_status DEFAULT 'NEW' NOT NULL;
