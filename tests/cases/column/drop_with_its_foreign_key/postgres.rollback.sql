-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id))
--   drop column jobs.parent_id (bigint, nullable)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
-- Risks:
--   PG306 blocks-writes jobs.fk_jobs_parent_id: every row is looked at while writers of both tables wait, those of jobs
--   too
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add column jobs.parent_id.
ALTER TABLE "jobs" ADD COLUMN "parent_id" bigint;

-- Add fk_jobs_parent_id to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_parent_id" FOREIGN KEY ("parent_id") REFERENCES "jobs" ("id");
