-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
--   rename check jobs.ck_jobs_last (was ck_jobs_first)  [schema/jobs.yaml:8]
-- Risks:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
-- Rolling back:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0147b25b30c73110, after 015d97666b980a28.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.last to _qsys_between_first.
ALTER TABLE "jobs" RENAME COLUMN "last" TO "_qsys_between_first";

-- Rename jobs.first to last.
ALTER TABLE "jobs" RENAME COLUMN "first" TO "last";

-- Rename jobs._qsys_between_first to first. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_first" TO "first";

-- Rename ck_jobs_first of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "ck_jobs_first" TO "ck_jobs_last";
