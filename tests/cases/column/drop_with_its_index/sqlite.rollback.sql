-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.ix_jobs_note_name (on note, name)
--   drop column jobs.note (TEXT, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Add column jobs.note.
ALTER TABLE "jobs"
ADD COLUMN "note" TEXT;

-- Add index ix_jobs_note_name on jobs.
CREATE INDEX "ix_jobs_note_name" ON "jobs"("note", "name");
