-- Takes back 0002.the_change
-- Add column jobs.shout.
--
-- Changes taken back:
--   add column jobs.shout (TEXT, nullable, stored, generated as upper(name))  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.shout with its values.
ALTER TABLE "jobs"
DROP COLUMN "shout";
