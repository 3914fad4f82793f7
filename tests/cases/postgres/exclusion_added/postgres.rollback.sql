-- Takes back 0002.the_change
-- Add unique jobs.no_overlap.
--
-- Changes taken back:
--   add unique jobs.no_overlap (exclude USING gist (room WITH &&))  [schema/jobs.yaml:6]
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

-- Drop no_overlap of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "no_overlap";
