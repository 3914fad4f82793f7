-- 0002.the_change
-- Add column jobs.priority.
--
-- Changes:
--   add column jobs.priority (INTEGER, not null, default -1)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.priority: the values of jobs.priority are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 015fd16a4f3c4fd6.
-- depends: 0001.before

-- Add column jobs.priority.
ALTER TABLE "jobs"
ADD COLUMN "priority" INTEGER NOT NULL DEFAULT -1;
