-- file: 0002.the_change.sql
-- 0002.the_change
-- Rename index jobs._qsys_was_ix_jobs_name.
--
-- Changes:
--   rename index jobs._qsys_was_ix_jobs_name (was ix_jobs_name)
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01154a306348f699, after 0135eded5ef25c4f.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename index ix_jobs_name of jobs.
ALTER INDEX "ix_jobs_name" RENAME TO "_qsys_was_ix_jobs_name";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.ix_jobs_name.
--
-- Changes:
--   add index jobs.ix_jobs_name (unique on name)  [schema/jobs.yaml:6]
-- Risks:
--   MF101 may-fail-on-data jobs.ix_jobs_name: fails if two rows agree in what ix_jobs_name covers (0 of 3 rows share
--   their value with another)
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0135eded5ef25c4f, after 0142321b2feaf165.
-- transactional: false
-- depends: 0002.the_change

-- Add index ix_jobs_name on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "ix_jobs_name" ON "jobs" ("name");

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Drop index jobs._qsys_was_ix_jobs_name.
--
-- Changes:
--   drop index jobs._qsys_was_ix_jobs_name (on name)
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--   together with the 2 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0142321b2feaf165, after 0105da99e4bb36ac.
-- transactional: false
-- depends: 0003.the_change_2

-- Drop index _qsys_was_ix_jobs_name of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_was_ix_jobs_name";
