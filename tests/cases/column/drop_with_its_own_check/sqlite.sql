-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs.ck_jobs_size (size > 0)
--   drop column jobs.size (INTEGER, nullable)
-- Risks:
--   DS103 loses-data jobs.size: the values of jobs.size are lost
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
-- Schema before 01014a1781763fc8, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.size with its values.
ALTER TABLE "jobs"
DROP COLUMN "size";
