-- Takes back 0002.the_change
-- Add column jobs.created.
--
-- Changes taken back:
--   add column jobs.created (TEXT, not null, default CURRENT_TIMESTAMP)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.created: the values of jobs.created are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.created with its values.
ALTER TABLE "jobs"
DROP COLUMN "created";
