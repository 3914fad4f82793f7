-- Takes back 0002.the_change
-- Rename foreign key runs.fk_runs_job_id.
--
-- Changes taken back:
--   rename foreign key runs.fk_runs_job_id (was run_of)  [schema/runs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename fk_runs_job_id of runs.
ALTER TABLE "runs" RENAME CONSTRAINT "fk_runs_job_id" TO "run_of";
