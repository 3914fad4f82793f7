-- 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes:
--   add column jobs.is_done (INTEGER, not null, default 0)  [schema/jobs.yaml:5]
--   add column jobs.state (TEXT, nullable)  [schema/jobs.yaml:6]
--   add check jobs.ck_jobs_is_done ("is_done" IN (0, 1))  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'DONE'))  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.state: the values of jobs.state are lost
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 014e8d18f2e88753.
-- depends: 0001.before

-- Add column jobs.is_done.
ALTER TABLE "jobs"
ADD COLUMN "is_done" INTEGER NOT NULL DEFAULT 0 CHECK ("is_done" IN (0, 1));

-- Add column jobs.state.
ALTER TABLE "jobs"
ADD COLUMN "state" TEXT CHECK ("state" IN ('NEW', 'DONE'));
