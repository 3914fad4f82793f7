-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop column jobs.owner (text, nullable)
--   add column jobs.worker (text, nullable)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.owner: the values of jobs.owner are lost
-- Risks:
--   DS103 loses-data jobs.worker: the values of jobs.worker are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.worker.
ALTER TABLE "jobs" DROP COLUMN "worker";

-- Add column jobs.owner.
ALTER TABLE "jobs" ADD COLUMN "owner" text;
