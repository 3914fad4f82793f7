-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   set comment of table jobs (Work to do.)
--   change column jobs.name  [schema/jobs.yaml:5]
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
-- Schema before 01faabd6d950ad7e, after 013db2755b0891b5.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- What jobs is for.
COMMENT ON TABLE "jobs" IS 'Work to do.';

-- What jobs.name is.
COMMENT ON COLUMN "jobs"."name" IS 'its name';
