-- Takes back 0002.keep_job_dependencies
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add trigger jobs.jobs_dependencies_of_new  [schema/jobs.yaml:109]
--   add trigger jobs.jobs_dependencies_of_changed  [schema/jobs.yaml:119]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop trigger jobs_dependencies_of_changed.
DROP TRIGGER "jobs_dependencies_of_changed";

-- Drop trigger jobs_dependencies_of_new.
DROP TRIGGER "jobs_dependencies_of_new";
