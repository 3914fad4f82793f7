-- Takes back 0002.the_change
-- Add column jobs.note.
--
-- Changes taken back:
--   add column jobs.note (TEXT, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.note with its values.
ALTER TABLE "jobs"
DROP COLUMN "note";
