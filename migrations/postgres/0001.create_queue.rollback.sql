-- Takes back 0001.create_queue
-- Add table job_dependencies.
-- Add table jobs.
-- Add table repeatable_job_schedules.
--
-- Changes taken back:
--   add table job_dependencies (2 columns, 1 index)  [schema/job_dependencies.yaml:2]
--   add table jobs (24 columns, 11 indexes)  [schema/jobs.yaml:2]
--   add table repeatable_job_schedules (16 columns, 2 indexes)  [schema/repeatable_job_schedules.yaml:2]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data repeatable_job_schedules: all rows of repeatable_job_schedules are lost
--   DS102 loses-data jobs: all rows of jobs are lost
--   DS102 loses-data job_dependencies: all rows of job_dependencies are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop table job_dependencies with its rows, indexes and triggers.
DROP TABLE "job_dependencies";

-- Drop table jobs with its rows, indexes and triggers.
DROP TABLE "jobs";

-- Drop table repeatable_job_schedules with its rows, indexes and triggers.
DROP TABLE "repeatable_job_schedules";
