-- Takes back 0002.the_change
-- Drop column jobs.shout.
--
-- Changes taken back:
--   drop column jobs.shout (TEXT, nullable, virtual, generated as upper(name))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.shout.
ALTER TABLE "jobs"
ADD COLUMN "shout" TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL;
