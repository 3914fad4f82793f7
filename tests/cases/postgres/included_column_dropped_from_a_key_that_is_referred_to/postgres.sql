-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   drop unique jobs.jobs_of_a_queue (queue, include ["note"])
--   drop column jobs.note (text, nullable)
--   add unique jobs.jobs_of_a_queue (queue)  [schema/jobs.yaml:6]
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
--   MF101 may-fail-on-data jobs.jobs_of_a_queue: fails if two rows agree in queue (0 of 2 rows share their value with
--   another)
--   PG105 blocks-reads-and-writes jobs.jobs_of_a_queue: the index is built while everybody waits
--   PG306 blocks-writes runs.fk_runs_queue: every row is looked at while writers of both tables wait, those of jobs too
-- Rolling back:
--   MF101 may-fail-on-data jobs.jobs_of_a_queue: fails if two rows agree in queue
--   PG105 blocks-reads-and-writes jobs.jobs_of_a_queue: the index is built while everybody waits
--   PG306 blocks-writes runs.fk_runs_queue: every row is looked at while writers of both tables wait, those of jobs too
-- Locks:
--   ACCESS EXCLUSIVE on jobs, runs as long as the work takes: nobody reads or writes
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, runs 2 sampled rows
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 01a67b4e1dd3e3c5, after 01a23299fc166e4f.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop fk_runs_queue of runs. It stands in the way of unique jobs.jobs_of_a_queue, and comes again below.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_queue";

-- Drop jobs_of_a_queue of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_of_a_queue";

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";

-- Add jobs_of_a_queue to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_of_a_queue" UNIQUE ("queue");

-- Add fk_runs_queue to runs. It stood in the way of unique jobs.jobs_of_a_queue.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_queue" FOREIGN KEY ("queue") REFERENCES "jobs" ("queue");
