-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id))
--   drop column jobs.parent_id (INTEGER, nullable)
-- Risks:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Rolling back:
--   none
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0113e1ade16149ba, after 019cae89f0e7579e.
-- depends: 0001.before

-- Drop column jobs.parent_id with its values.
ALTER TABLE "jobs"
DROP COLUMN "parent_id";
