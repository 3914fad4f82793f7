-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.ix_jobs_note_name (on note, name)
--   drop column jobs.note (TEXT, nullable)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 015f60bac34a45ae, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop index ix_jobs_note_name on jobs.
DROP INDEX "ix_jobs_note_name";

-- Drop column jobs.note with its values.
ALTER TABLE "jobs"
DROP COLUMN "note";
