-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.parent_id (INTEGER, nullable)  [schema/jobs.yaml:5]
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade)  [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 018c924f6753a0ee.
-- depends: 0001.before

-- Add column jobs.parent_id.
ALTER TABLE "jobs"
ADD COLUMN "parent_id" INTEGER REFERENCES "jobs" ("id") ON DELETE CASCADE;
