-- 0002.the_change
-- Rename column jobs.worker.
--
-- Changes:
--   rename column jobs.worker (was owner)
-- Risks:
--   BC102 breaks-clients jobs.worker: running code that still says jobs.owner breaks
-- Rolling back:
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
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

-- Rename jobs.owner to worker.
ALTER TABLE "jobs" RENAME COLUMN "owner" TO "worker";
