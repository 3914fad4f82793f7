-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.parent_id (bigint, nullable)  [schema/jobs.yaml:5]
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade, not valid true)
--   [schema/jobs.yaml:7]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0131bdc9b512b7fa, after 01c1ee12edf448ed.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.parent_id.
ALTER TABLE "jobs" ADD COLUMN "parent_id" bigint;

-- Add fk_jobs_parent_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_parent_id" FOREIGN KEY ("parent_id") REFERENCES "jobs" ("id") ON DELETE CASCADE NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate foreign key jobs.fk_jobs_parent_id.
--
-- Changes:
--   validate foreign key jobs.fk_jobs_parent_id  [schema/jobs.yaml:7]
-- Risks:
--   MF106 may-fail-on-data jobs.fk_jobs_parent_id: fails if a row refers to a row of jobs that is not there
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01c1ee12edf448ed, after 01af5165c83bc438.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits fk_jobs_parent_id.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "fk_jobs_parent_id";
