-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   drop index jobs.jobs_by_queue (on queue)
--   drop column jobs.note (text, nullable)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   PG101 blocks-writes jobs.jobs_by_queue: writers of jobs wait while the index is built
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
-- Schema before 01bbaf5295d45f84, after 0151a14af726e7d8.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop index jobs_by_queue of jobs.
DROP INDEX "jobs_by_queue";

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Add index jobs.jobs_by_queue.
--
-- Changes:
--   add index jobs.jobs_by_queue (on queue)  [schema/jobs.yaml:6]
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
-- Schema before 0151a14af726e7d8, after 01f8b4ce9105880c.
-- transactional: false
-- depends: 0002.the_change

-- Add index jobs_by_queue on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "jobs_by_queue" ON "jobs" ("queue");
