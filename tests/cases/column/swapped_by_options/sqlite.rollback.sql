-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename column jobs.last to _qsys_between_first for now, since first is still taken; indexes, triggers and views
-- follow.
ALTER TABLE "jobs"
RENAME COLUMN "last" TO "_qsys_between_first";

-- Rename column jobs.first to last; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "first" TO "last";

-- Rename column jobs._qsys_between_first to first, which is free now; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "_qsys_between_first" TO "first";
