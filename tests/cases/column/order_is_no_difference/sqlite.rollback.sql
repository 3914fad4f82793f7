-- Takes back 0002.the_change
-- Add column jobs.c.
--
-- Changes taken back:
--   add column jobs.c (TEXT, nullable)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.c: the values of jobs.c are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.c with its values.
ALTER TABLE "jobs"
DROP COLUMN "c";
