-- Takes back 0002.keep_job_dependencies
-- Add function keep_job_dependencies().
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add function keep_job_dependencies()  [schema/keep_job_dependencies.yaml:3]
--   add trigger jobs.jobs_dependencies_of_changed  [schema/jobs.yaml:135]
--   add trigger jobs.jobs_dependencies_of_new  [schema/jobs.yaml:129]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC105 breaks-clients keep_job_dependencies(): code that uses the function keep_job_dependencies() breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop trigger jobs_dependencies_of_changed of jobs.
DROP TRIGGER "jobs_dependencies_of_changed" ON "jobs";

-- Drop trigger jobs_dependencies_of_new of jobs.
DROP TRIGGER "jobs_dependencies_of_new" ON "jobs";

-- Drop function keep_job_dependencies().
DROP ROUTINE keep_job_dependencies();
