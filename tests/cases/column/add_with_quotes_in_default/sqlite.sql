-- 0002.the_change
-- Add column jobs.note.
--
-- Changes:
--   add column jobs.note (TEXT, not null, default 'it''s "fine"; -- really')  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 0104a523e4424f2c.
-- depends: 0001.before

-- Add column jobs.note.
ALTER TABLE "jobs"
ADD COLUMN "note" TEXT NOT NULL DEFAULT 'it''s "fine"; -- really';
