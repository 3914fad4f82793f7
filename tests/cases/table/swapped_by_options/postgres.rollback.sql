-- Takes back 0002.the_change
-- Change jobs: 2 changes.
-- Rename table old_jobs.
--
-- Changes taken back:
--   rename table jobs (was old_jobs)
--   rename table old_jobs (was jobs)
--   rename foreign key jobs.fk_jobs_job_id (was fk_old_jobs_job_id)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says old_jobs breaks
--   BC101 breaks-clients old_jobs: running code that still says jobs breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename fk_jobs_job_id of jobs.
ALTER TABLE "jobs" RENAME CONSTRAINT "fk_jobs_job_id" TO "fk_old_jobs_job_id";

-- Rename table old_jobs to _qsys_between_jobs.
ALTER TABLE "old_jobs" RENAME TO "_qsys_between_jobs";

-- The primary key of _qsys_between_jobs is called after it.
ALTER INDEX IF EXISTS "old_jobs_pkey" RENAME TO "_qsys_between_jobs_pkey";

-- Rename table jobs to old_jobs.
ALTER TABLE "jobs" RENAME TO "old_jobs";

-- The primary key of old_jobs is called after it.
ALTER INDEX IF EXISTS "jobs_pkey" RENAME TO "old_jobs_pkey";

-- Rename table _qsys_between_jobs to jobs. It is computed otherwise, so it is made anew.
ALTER TABLE "_qsys_between_jobs" RENAME TO "jobs";

-- The primary key of jobs is called after it. It is computed otherwise, so it is made anew.
ALTER INDEX IF EXISTS "_qsys_between_jobs_pkey" RENAME TO "jobs_pkey";
