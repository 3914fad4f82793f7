-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   rename check jobs.ck_jobs_progress (was progress_is_percent)  [schema/jobs.yaml:6]
--   rename index jobs.ix_jobs_progress (was by_progress)  [schema/jobs.yaml:10]
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
-- Schema before 010b65d3a7d2e5bd, after 012ff333cadbaf55.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename progress_is_percent of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "progress_is_percent" TO "ck_jobs_progress";

-- Rename index by_progress of jobs.
ALTER INDEX "by_progress" RENAME TO "ix_jobs_progress";
