-- 0002.the_change
-- Rename foreign key runs.fk_runs_job_id.
--
-- Changes:
--   rename foreign key runs.fk_runs_job_id (was run_of)  [schema/runs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on runs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows, runs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0136e2e84d21ac88, after 016fae58f0685e04.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename run_of of runs.
ALTER TABLE "runs" RENAME CONSTRAINT "run_of" TO "fk_runs_job_id";
