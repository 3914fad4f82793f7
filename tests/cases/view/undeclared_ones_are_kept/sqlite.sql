-- 0002.the_change
-- Add column jobs.note.
--
-- Changes:
--   add column jobs.note (TEXT, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 010f39553e8db885, after 0108ab7d0c043969.
-- depends: 0001.before

-- Add column jobs.note.
ALTER TABLE "jobs"
ADD COLUMN "note" TEXT;
