-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   rename column jobs.a (was c)
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
--   BC102 breaks-clients jobs.c: running code that still says jobs.a breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename jobs.b to _qsys_between_a.
ALTER TABLE "jobs" RENAME COLUMN "b" TO "_qsys_between_a";

-- Rename jobs.c to b.
ALTER TABLE "jobs" RENAME COLUMN "c" TO "b";

-- Rename jobs.a to c.
ALTER TABLE "jobs" RENAME COLUMN "a" TO "c";

-- Rename jobs._qsys_between_a to a. It is computed otherwise, so it is made anew.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_a" TO "a";
