-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate foreign key jobs.fk_jobs_parent_id.
--
-- Changes taken back:
--   validate foreign key jobs.fk_jobs_parent_id  [schema/jobs.yaml:7]
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

-- Add fk_jobs_parent_id to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_parent_id", ADD CONSTRAINT "fk_jobs_parent_id" FOREIGN KEY ("parent_id") REFERENCES "jobs" ("id") ON DELETE CASCADE NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add column jobs.parent_id (bigint, nullable)  [schema/jobs.yaml:5]
--   add foreign key jobs.fk_jobs_parent_id (parent_id to jobs(id), on delete cascade, not valid true)
--   [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.parent_id: the values of jobs.parent_id are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop fk_jobs_parent_id of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "fk_jobs_parent_id";

-- Drop column jobs.parent_id.
ALTER TABLE "jobs" DROP COLUMN "parent_id";
