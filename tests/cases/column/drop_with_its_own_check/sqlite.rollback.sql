-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs.ck_jobs_size (size > 0)
--   drop column jobs.size (INTEGER, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.size: the values of jobs.size are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.size.
ALTER TABLE "jobs"
ADD COLUMN "size" INTEGER CONSTRAINT "ck_jobs_size" CHECK (size > 0);
