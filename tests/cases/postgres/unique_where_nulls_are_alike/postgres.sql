-- file: 0002.the_change.sql
-- 0002.the_change
-- Add index jobs.uq_jobs_name_n.
--
-- Changes:
--   add index jobs.uq_jobs_name_n (unique on name, n)  [schema/jobs.yaml:9]
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name_n: fails if two rows agree in what uq_jobs_name_n covers
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a8b06731103a1f, after 01829b295de8527a.
-- transactional: false
-- depends: 0001.before

-- Add index uq_jobs_name_n on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "uq_jobs_name_n" ON "jobs" ("name", "n") INCLUDE ("id") NULLS NOT DISTINCT;

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.uq_jobs_name_n (unique on name, n)  [schema/jobs.yaml:9]
--   add unique jobs.uq_jobs_name_n (name, n, include ["id"], nulls not distinct true)  [schema/jobs.yaml:9]
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name_n: fails if two rows agree in name, n (0 of 3 rows share their value with
--   another)
-- Rolling back:
--   MF101 may-fail-on-data jobs.uq_jobs_name_n: fails if two rows agree in what uq_jobs_name_n covers
--   PG101 blocks-writes jobs.uq_jobs_name_n: the index is built while writers wait
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
-- Schema before 01829b295de8527a, after 016e136dbfda5a4a.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- uq_jobs_name_n of jobs, made of the index that was built before.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_jobs_name_n" UNIQUE USING INDEX "uq_jobs_name_n";
