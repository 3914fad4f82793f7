-- 0002.the_change
-- Drop column jobs.note.
--
-- Changes:
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 018ed19ac3815b7f, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.note with its values.
ALTER TABLE "jobs"
DROP COLUMN "note";
