-- 0002.the_change
-- Change enum jobs_status.
--
-- Changes:
--   change enum jobs_status (NEW, DONE to DRAFT, QUEUED, NEW, DONE)  [schema/jobs.yaml:4]
-- Risks:
--   none
-- Rolling back:
--   MF108 may-fail-on-data jobs_status: fails if a row has DRAFT or QUEUED
--   PG301 rewrites-table jobs.status: jobs_status is made anew, so every row is written anew while nobody can read or
--   write
-- Locks:
--   ACCESS EXCLUSIVE on jobs_status for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01fcd39d84f0c876, after 01b24207e867d135.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- DRAFT is a new value of jobs_status.
ALTER TYPE "jobs_status" ADD VALUE 'DRAFT' BEFORE 'NEW';

-- QUEUED is a new value of jobs_status.
ALTER TYPE "jobs_status" ADD VALUE 'QUEUED' AFTER 'DRAFT';
