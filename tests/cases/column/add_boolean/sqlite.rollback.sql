-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add column jobs.is_done (INTEGER, not null, default 0)  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_is_done ("is_done" IN (0, 1))  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.is_done with its values.
ALTER TABLE "jobs"
DROP COLUMN "is_done";
