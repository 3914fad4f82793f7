-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs.ck_jobs_size ((size > 0))
--   drop column jobs.size (bigint, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.size: the values of jobs.size are lost
-- Risks:
--   PG305 blocks-reads-and-writes jobs.ck_jobs_size: every row is looked at while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.size.
ALTER TABLE "jobs" ADD COLUMN "size" bigint;

-- Add ck_jobs_size to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_jobs_size" CHECK ((size > 0));
