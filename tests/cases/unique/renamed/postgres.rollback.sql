-- Takes back 0002.the_change
-- Rename unique jobs.uq_jobs_name.
--
-- Changes taken back:
--   rename unique jobs.uq_jobs_name (was one_of_a_name)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename uq_jobs_name of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "uq_jobs_name" TO "one_of_a_name";
