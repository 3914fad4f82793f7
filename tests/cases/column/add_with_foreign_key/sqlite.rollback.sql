-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add column jobs.parent_id (INTEGER, nullable)  [schema/jobs.yaml:5]
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.parent_id with its values.
ALTER TABLE "jobs"
DROP COLUMN "parent_id";
