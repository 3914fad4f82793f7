-- Takes back 0002.the_change
-- Add column jobs.priority.
--
-- Changes taken back:
--   add column jobs.priority (INTEGER, not null, default -1)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.priority: the values of jobs.priority are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.priority with its values.
ALTER TABLE "jobs"
DROP COLUMN "priority";
