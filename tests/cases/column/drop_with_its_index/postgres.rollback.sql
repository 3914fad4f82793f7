-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.ix_jobs_note_name (on note, name)
--   drop column jobs.note (text, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   PG101 blocks-writes jobs.ix_jobs_note_name: writers of jobs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- Add index ix_jobs_note_name on jobs.
CREATE INDEX "ix_jobs_note_name" ON "jobs" ("note", "name");
