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
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename column jobs.b to _qsys_between_a for now, since a is still taken; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "b" TO "_qsys_between_a";

-- Rename column jobs.c to b; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "c" TO "b";

-- Rename column jobs.a to c; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "a" TO "c";

-- Rename column jobs._qsys_between_a to a, which is free now; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "_qsys_between_a" TO "a";
