-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   drop unique jobs.jobs_of_a_queue (queue, include ["note"])
--   drop column jobs.note (text, nullable)
--   add unique jobs.jobs_of_a_queue (queue)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   MF101 may-fail-on-data jobs.jobs_of_a_queue: fails if two rows agree in queue
--   PG105 blocks-reads-and-writes jobs.jobs_of_a_queue: the index is built while everybody waits
--   PG306 blocks-writes runs.fk_runs_queue: every row is looked at while writers of both tables wait, those of jobs too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop fk_runs_queue of runs. It stands in the way of unique jobs.jobs_of_a_queue, and comes again below.
ALTER TABLE "runs" DROP CONSTRAINT "fk_runs_queue";

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- Add jobs_of_a_queue to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_of_a_queue", ADD CONSTRAINT "jobs_of_a_queue" UNIQUE ("queue") INCLUDE ("note");

-- Add fk_runs_queue to runs. It stood in the way of unique jobs.jobs_of_a_queue.
ALTER TABLE "runs" ADD CONSTRAINT "fk_runs_queue" FOREIGN KEY ("queue") REFERENCES "jobs" ("queue");
