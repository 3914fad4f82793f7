-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.state (TEXT, not null, default 'NEW')  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'IT''S DONE'))  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.state: the values of jobs.state are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 018c8e0af2fb32d8.
-- depends: 0001.before

-- Add column jobs.state.
ALTER TABLE "jobs"
  ADD COLUMN "state" TEXT NOT NULL DEFAULT 'NEW' CHECK ("state" IN ('NEW', 'IT''S DONE'));
