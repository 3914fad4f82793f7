-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs.jobs_by_queue.
--
-- Changes taken back:
--   add index jobs.jobs_by_queue (on queue)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index jobs_by_queue of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "jobs_by_queue";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.jobs_by_queue (on queue)
--   drop column jobs.note (text, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Risks:
--   PG101 blocks-writes jobs.jobs_by_queue: writers of jobs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.note.
ALTER TABLE "jobs" ADD COLUMN "note" text;

-- Add index jobs_by_queue on jobs.
CREATE INDEX "jobs_by_queue" ON "jobs" ("queue") INCLUDE ("note");
