-- file: 0002.the_change.sql
-- 0002.the_change
-- Add index jobs._qsys_for_jobs_key.
--
-- Changes:
--   add index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:5]
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0151a14af726e7d8, after 01f030d085e9c5f5.
-- transactional: false
-- depends: 0001.before

-- Add index _qsys_for_jobs_key on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "_qsys_for_jobs_key" ON "jobs" ("id");

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Change jobs: 3 changes.
--
-- Changes:
--   drop primary key jobs.primary_key (id)
--   drop index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:5]
--   add primary key jobs.primary_key (id)  [schema/jobs.yaml:5]
-- Risks:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL (0 of 2 rows share their
--   value with another)
-- Rolling back:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f030d085e9c5f5, after 0166174e85bc9943.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs_key of jobs, made of the index that was built before.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_pkey", ADD CONSTRAINT "jobs_key" PRIMARY KEY USING INDEX "_qsys_for_jobs_key";
