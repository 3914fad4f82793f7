-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop column jobs.owner (TEXT, nullable)
--   add column jobs.worker (TEXT, nullable)  [schema/jobs.yaml:5]
-- Risks:
--   DS103 loses-data jobs.owner: the values of jobs.owner are lost
-- Rolling back:
--   DS103 loses-data jobs.worker: the values of jobs.worker are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 014052eee55cbb56, after 0153cf20bcafbc49.
-- depends: 0001.before

-- Drop column jobs.owner with its values.
ALTER TABLE "jobs"
DROP COLUMN "owner";

-- Add column jobs.worker.
ALTER TABLE "jobs"
ADD COLUMN "worker" TEXT;
