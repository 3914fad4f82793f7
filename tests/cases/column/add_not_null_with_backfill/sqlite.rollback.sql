-- Takes back 0002.the_change
-- Add column jobs.slug.
--
-- Changes taken back:
--   add column jobs.slug (TEXT, not null)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.slug: the values of jobs.slug are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop column jobs.slug with its values.
ALTER TABLE "jobs"
DROP COLUMN "slug";
