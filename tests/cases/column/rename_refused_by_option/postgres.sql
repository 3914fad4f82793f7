-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop column jobs.owner (text, nullable)
--   add column jobs.worker (text, nullable)  [schema/jobs.yaml:5]
-- Risks:
--   DS103 loses-data jobs.owner: the values of jobs.owner are lost
-- Rolling back:
--   DS103 loses-data jobs.worker: the values of jobs.worker are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01296da3dea34485, after 01333bdfa2626de9.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.owner.
ALTER TABLE "jobs" DROP COLUMN "owner";

-- Add column jobs.worker.
ALTER TABLE "jobs" ADD COLUMN "worker" text;
