-- Takes back 0002.the_change
-- Drop column jobs.note.
--
-- Changes taken back:
--   drop column jobs.note (text, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;
