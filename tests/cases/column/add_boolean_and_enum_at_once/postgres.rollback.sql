-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.ck_jobs_state.
--
-- Changes taken back:
--   validate check jobs.ck_jobs_state  [schema/jobs.yaml:6]
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

-- Add ck_jobs_state to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_state", ADD CONSTRAINT "ck_jobs_state" CHECK ("state" IN ('NEW', 'DONE')) NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add column jobs.is_done (boolean, not null, default false)  [schema/jobs.yaml:5]
--   add column jobs.state (text, nullable)  [schema/jobs.yaml:6]
--   add check jobs.ck_jobs_state ("state" IN ('NEW', 'DONE'))  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.state: the values of jobs.state are lost
--   DS103 loses-data jobs.is_done: the values of jobs.is_done are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_jobs_state of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_state";

-- Drop column jobs.state.
ALTER TABLE "jobs" DROP COLUMN "state";

-- Drop column jobs.is_done.
ALTER TABLE "jobs" DROP COLUMN "is_done";
