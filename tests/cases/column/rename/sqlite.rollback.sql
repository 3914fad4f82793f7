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
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename column jobs.worker to owner; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "worker" TO "owner";
