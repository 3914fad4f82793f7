-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   rename column jobs.a (was c)
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Risks:
--   BC102 breaks-clients jobs.a: running code that still says jobs.c breaks
--   BC102 breaks-clients jobs.c: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.a breaks
-- Rolling back:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
--   BC102 breaks-clients jobs.c: running code that still says jobs.a breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01da23fafb708fe2, after 017d3e0fd48e2587.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.c to _qsys_between_a.
ALTER TABLE "jobs" RENAME COLUMN "c" TO "_qsys_between_a";

-- Rename jobs.b to c.
ALTER TABLE "jobs" RENAME COLUMN "b" TO "c";

-- Rename jobs.a to b.
ALTER TABLE "jobs" RENAME COLUMN "a" TO "b";

-- Rename jobs._qsys_between_a to a. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_a" TO "a";
