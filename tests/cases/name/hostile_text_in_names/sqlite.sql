-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.x; DROP TABLE jobs; -- (TEXT, nullable)  [schema/jobs.yaml:5]
--   add column jobs.-- depends: 0099.evil (TEXT, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.-- depends: 0099.evil: the values of jobs.-- depends: 0099.evil are lost
--   DS103 loses-data jobs.x; DROP TABLE jobs; --: the values of jobs.x; DROP TABLE jobs; -- are lost
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 0127fd59914c3efe.
-- depends: 0001.before

-- Add column jobs.x; DROP TABLE jobs; --.
ALTER TABLE "jobs"
ADD COLUMN "x; DROP TABLE jobs; --" TEXT;

-- Add column jobs.-- depends: 0099.evil.
ALTER TABLE "jobs"
ADD COLUMN "-- depends: 0099.evil" TEXT;
