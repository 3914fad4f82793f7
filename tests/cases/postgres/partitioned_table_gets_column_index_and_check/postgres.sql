-- file: 0002.the_change.sql
-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   add column jobs.note (text, nullable)  [schema/jobs.yaml:5]
--   add check jobs.ck_queue (queue <> '')  [schema/jobs.yaml:11]
--   add index jobs.ix_jobs_queue (on queue)  [schema/jobs.yaml:9]
-- Risks:
--   PG101 blocks-writes jobs.ix_jobs_queue: writers of jobs wait while the index is built
-- Rolling back:
--   CD102 may-fail-on-data jobs.ck_queue: rows that it forbids may be written, and then it cannot come back
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Locks:
--   ACCESS EXCLUSIVE on jobs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01aa14c1dcbf37b3, after 01f95a49d03426c1.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- Add ck_queue to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_queue" CHECK (queue <> '') NOT VALID;

-- Add index ix_jobs_queue on jobs.
CREATE INDEX "ix_jobs_queue" ON "jobs" ("queue");

-- file: 0003.the_change_2.sql
-- 0003.the_change_2
-- Validate check jobs.ck_queue.
--
-- Changes:
--   validate check jobs.ck_queue  [schema/jobs.yaml:11]
-- Risks:
--   MF105 may-fail-on-data jobs.ck_queue: fails if a row does not satisfy it (0 of 2 rows violate it)
-- Rolling back:
--   none
-- Locks:
--   SHARE UPDATE EXCLUSIVE on jobs while rows are looked at: everybody reads and writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--   together with the 1 written with it
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01f95a49d03426c1, after 0116ed112f043d94.
-- depends: 0002.the_change

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Look whether every row of jobs fits ck_queue.
ALTER TABLE "jobs" VALIDATE CONSTRAINT "ck_queue";
