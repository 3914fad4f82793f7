-- 0002.the_change
-- Add column jobs.c.
--
-- Changes:
--   add column jobs.c (TEXT, nullable)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.c: the values of jobs.c are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01f9c71b1c64b3a8, after 01dd4e3670f14de8.
-- depends: 0001.before

-- Add column jobs.c.
ALTER TABLE "jobs"
ADD COLUMN "c" TEXT;
