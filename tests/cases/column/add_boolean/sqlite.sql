-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.is_done (INTEGER, not null, default 0)  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_is_done ("is_done" IN (0, 1))  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 0105bb453f87c506.
-- depends: 0001.before

-- Add column jobs.is_done.
ALTER TABLE "jobs"
ADD COLUMN "is_done" INTEGER NOT NULL DEFAULT 0 CHECK ("is_done" IN (0, 1));
