-- file: 0002.the_change.sql
-- 0002.the_change
-- Drop table kind.
--
-- Changes:
--   drop table kind (1 column, 0 indexes)
-- Risks:
--   DS102 loses-data kind: all rows of kind are lost (about 0 at present: 8192 bytes)
-- Rolling back:
--   none
-- Locks:
--   ACCESS EXCLUSIVE on kind for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows, kind 3 made-up rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01563a067cb3921f, after 01895a8a9aede0ad.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop table kind with its rows, indexes and triggers.
DROP TABLE "kind";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Drop index jobs.ix_jobs_kind.
--
-- Changes:
--   drop index jobs.ix_jobs_kind (on kind)
-- Risks:
--   none
-- Rolling back:
--   none
-- Locks:
--   outside a transaction; everybody reads and writes jobs meanwhile; it waits for older transactions
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows, kind 3 made-up rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01895a8a9aede0ad, after 01d58baca082b473.
-- transactional: false
-- depends: 0002.the_change

-- Drop index ix_jobs_kind of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_jobs_kind";
