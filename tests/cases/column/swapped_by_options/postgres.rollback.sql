-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
--   rename check jobs.ck_jobs_last (was ck_jobs_first)  [schema/jobs.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename ck_jobs_last of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "ck_jobs_last" TO "ck_jobs_first";

-- Rename jobs.last to _qsys_between_first.
ALTER TABLE "jobs" RENAME COLUMN "last" TO "_qsys_between_first";

-- Rename jobs.first to last.
ALTER TABLE "jobs" RENAME COLUMN "first" TO "last";

-- Rename jobs._qsys_between_first to first. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_first" TO "first";
