-- Takes back 0002.the_change
-- Drop column jobs.note.
--
-- Changes taken back:
--   drop column jobs.note (TEXT, not null, default 'none')
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.note.
ALTER TABLE "jobs"
ADD COLUMN "note" TEXT NOT NULL DEFAULT 'none';
