-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs.ck_jobs_is_done ("is_done" IN (0, 1))
--   drop column jobs.is_done (INTEGER, not null, default 1)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.is_done.
ALTER TABLE "jobs"
ADD COLUMN "is_done" INTEGER NOT NULL DEFAULT 1 CHECK ("is_done" IN (0, 1));
