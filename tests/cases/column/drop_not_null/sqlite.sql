-- 0002.the_change
-- Drop column jobs.note.
--
-- Changes:
--   drop column jobs.note (TEXT, not null)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   MF103 may-fail-on-data jobs.note: fails if jobs has rows: jobs.note is NOT NULL without a default
--   LT111 rewrites-table jobs: every row is copied and writers wait meanwhile: SQLite cannot add a NOT NULL column
--   without a default (note)
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on an empty scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   with the rows of jobs it ran forward, but not back, as its risks say: NOT NULL constraint failed:
--   _qsys_new_jobs.note
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01e8445ffe9a3fee, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.note with its values.
ALTER TABLE "jobs"
DROP COLUMN "note";
