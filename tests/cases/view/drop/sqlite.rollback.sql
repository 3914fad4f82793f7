-- Takes back 0002.the_change
-- Drop view all_open.
--
-- Changes taken back:
--   drop view all_open
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Create view all_open.
CREATE VIEW all_open AS SELECT name FROM open_jobs;
