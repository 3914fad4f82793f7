-- Takes back 0002.the_change
-- Drop table old_jobs.
--
-- Changes taken back:
--   drop table old_jobs (2 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data old_jobs: all rows of old_jobs are lost (1 at present)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Create table old_jobs.
CREATE TABLE "old_jobs" (
  "id" INTEGER PRIMARY KEY,
  "title" TEXT NOT NULL
);
