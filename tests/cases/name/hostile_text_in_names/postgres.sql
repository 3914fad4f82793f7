-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.x; DROP TABLE jobs; -- (text, nullable)  [schema/jobs.yaml:5]
--   add column jobs.-- depends: 0099.evil (text, nullable)  [schema/jobs.yaml:6]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.-- depends: 0099.evil: the values of jobs.-- depends: 0099.evil are lost
--   DS103 loses-data jobs.x; DROP TABLE jobs; --: the values of jobs.x; DROP TABLE jobs; -- are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 01e69ef51b648a5b.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.x; DROP TABLE jobs; --.
ALTER TABLE "jobs" ADD COLUMN "x; DROP TABLE jobs; --" text;

-- Add column jobs.-- depends: 0099.evil.
ALTER TABLE "jobs" ADD COLUMN "-- depends: 0099.evil" text;
