-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   rename column jobs.line (was queue)
--   drop unique jobs.uq_one (id, line)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.uq_one: fails if two rows agree in id, line
--   BC102 breaks-clients jobs.queue: running code that still says jobs.line breaks
--   PG105 blocks-reads-and-writes jobs.uq_one: the index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add uq_one to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "uq_one" UNIQUE ("id", "line");

-- Rename jobs.line to queue.
ALTER TABLE "jobs" RENAME COLUMN "line" TO "queue";
