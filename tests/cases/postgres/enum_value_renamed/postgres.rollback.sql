-- Takes back 0002.the_change
-- Change enum jobs_status.
--
-- Changes taken back:
--   change enum jobs_status (NEW, DONE to OPEN, DONE)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC106 breaks-clients jobs_status: running code that still says OPEN breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- OPEN is called NEW.
ALTER TYPE "jobs_status" RENAME VALUE 'OPEN' TO 'NEW';
