-- Takes back 0002.the_change
-- Change column jobs.id.
--
-- Changes taken back:
--   change column jobs.id (always to by default)  [schema/jobs.yaml:3]
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

-- Whether jobs.id may be given a number.
ALTER TABLE "jobs" ALTER COLUMN "id" SET GENERATED ALWAYS;
