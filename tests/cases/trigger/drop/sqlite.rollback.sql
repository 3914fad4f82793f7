-- Takes back 0002.the_change
-- Drop trigger jobs.tr_jobs_name.
--
-- Changes taken back:
--   drop trigger jobs.tr_jobs_name
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add trigger tr_jobs_name on jobs.
CREATE TRIGGER tr_jobs_name AFTER UPDATE OF name ON jobs
WHEN new.name = ''
BEGIN
  UPDATE jobs SET name = 'none; really' WHERE id = new.id;
  SELECT CASE WHEN new.id < 0 THEN RAISE(ABORT, 'negative') END;
END;
