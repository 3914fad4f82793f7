-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   add column jobs.state (text, not null, default 'NEW')  [schema/jobs.yaml:5]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'IT''S DONE'))  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   DS103 loses-data jobs.state: the values of jobs.state are lost
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
-- Schema before 0131bdc9b512b7fa, after 01cb6eec71500a53.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add column jobs.state.
ALTER TABLE "jobs" ADD COLUMN "state" text DEFAULT 'NEW' NOT NULL;

-- Add ck_jobs_state to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_jobs_state" CHECK ("state" IN ('NEW', 'IT''S DONE')) NOT VALID;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.ck_jobs_state.
--
-- Changes:
--   validate check jobs.ck_jobs_state  [schema/jobs.yaml:5]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_jobs_state: fails if a row does not satisfy it
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
-- Schema before 01cb6eec71500a53, after 012ef065b7039892.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_jobs_state.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_jobs_state";
