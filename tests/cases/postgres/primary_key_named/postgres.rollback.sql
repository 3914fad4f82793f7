-- Takes back 0002.the_change
-- Rename primary key jobs.primary_key.
--
-- Changes taken back:
--   rename primary key jobs.primary_key (jobs_key, was unnamed)  [schema/jobs.yaml:5]
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

-- Rename jobs_key of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "jobs_key" TO "jobs_pkey";
