-- Takes back 0002.the_change
-- Add column jobs.number.
--
-- Changes taken back:
--   add column jobs.number (bigint, not null, by default)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.number: the values of jobs.number are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.number.
ALTER TABLE "jobs" DROP COLUMN "number";
