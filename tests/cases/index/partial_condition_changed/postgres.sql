-- file: 0002.the_change.sql
-- 0002.the_change
-- Rename index jobs._qsys_was_ix_some.
--
-- Changes:
--   rename index jobs._qsys_was_ix_some (was ix_some)
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
-- Schema before 01c295853cb614d5, after 012975819cc7fae4.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename index ix_some of jobs.
ALTER INDEX "ix_some" RENAME TO "_qsys_was_ix_some";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.ix_some.
--
-- Changes:
--   add index jobs.ix_some (on name where id > 6)  [schema/jobs.yaml:6]
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
-- Schema before 012975819cc7fae4, after 018854176fd1b67b.
-- transactional: false
-- depends: 0002.the_change

-- Add index ix_some on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_some" ON "jobs" ("name") WHERE id > 6;

-- file: 0004.the_change_3.sql
-- 0004.the_change_3
-- Drop index jobs._qsys_was_ix_some.
--
-- Changes:
--   drop index jobs._qsys_was_ix_some (on name where (id > 5))
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
-- Schema before 018854176fd1b67b, after 015d09c2ed2846db.
-- transactional: false
-- depends: 0003.the_change_2

-- Drop index _qsys_was_ix_some of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_was_ix_some";
