-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Risks:
--   BC102 breaks-clients jobs.c: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.a breaks
-- Rolling back:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01c8d70d2b977dda, after 011aa9465e45e7b4.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.b to c.
ALTER TABLE "jobs" RENAME COLUMN "b" TO "c";

-- Rename jobs.a to b.
ALTER TABLE "jobs" RENAME COLUMN "a" TO "b";
