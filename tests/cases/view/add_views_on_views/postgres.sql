-- 0002.the_change
-- Add view all_open.
-- Add view open_jobs.
--
-- Changes:
--   add view all_open  [schema/all_open.yaml:1]
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Risks:
--   none
-- Rolling back:
--   BC104 breaks-clients open_jobs: code that reads the view open_jobs breaks
--   BC104 breaks-clients all_open: code that reads the view all_open breaks
-- Locks:
--   ACCESS EXCLUSIVE on open_jobs, all_open for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01bab0e84e54438c, after 018a418b2e68318c.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE NOT done;

-- Create view all_open.
CREATE VIEW all_open AS SELECT name FROM open_jobs;
