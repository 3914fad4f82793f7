-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop check jobs.ck_jobs_is_done ("is_done" IN (0, 1))
--   drop column jobs.is_done (INTEGER, not null, default 1)
-- Risks:
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
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
-- Schema before 0121db669756d615, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.is_done with its values.
ALTER TABLE "jobs"
DROP COLUMN "is_done";
