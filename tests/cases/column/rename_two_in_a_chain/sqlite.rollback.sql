-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename column jobs.b to a; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "b" TO "a";

-- Rename column jobs.c to b; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "c" TO "b";
