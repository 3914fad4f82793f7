-- Takes back 0002.the_change
-- Rename column jobs.worker.
--
-- Changes taken back:
--   rename column jobs.worker (was owner)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.worker to owner.
ALTER TABLE "jobs" RENAME COLUMN "worker" TO "owner";
