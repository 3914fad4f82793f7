-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
-- Risks:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
-- Rolling back:
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0153119fe1cc9314, after 0191539cb6432260.
-- depends: 0001.before

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
