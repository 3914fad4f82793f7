-- Takes back 0002.the_change
-- Change open_jobs: 2 changes.
--
-- Changes taken back:
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Create view open_jobs.
CREATE VIEW open_jobs AS SELECT id, name FROM jobs WHERE NOT done;
