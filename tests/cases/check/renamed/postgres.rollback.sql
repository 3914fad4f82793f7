-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   rename check jobs.ck_jobs_progress (was progress_is_percent)  [schema/jobs.yaml:6]
--   rename index jobs.ix_jobs_progress (was by_progress)  [schema/jobs.yaml:10]
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

-- Rename index ix_jobs_progress of jobs.
ALTER INDEX "ix_jobs_progress" RENAME TO "by_progress";

-- Rename ck_jobs_progress of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "ck_jobs_progress" TO "progress_is_percent";
