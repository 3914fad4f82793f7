-- 0002.the_change
-- Rename column jobs.worker.
--
-- Changes:
--   rename column jobs.worker (was owner)
-- Risks:
--   BC102 breaks-clients jobs.worker: running code that still says jobs.owner breaks
-- Rolling back:
--   BC102 breaks-clients jobs.owner: running code that still says jobs.worker breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0134be79bce0372f, after 016d3310d312b5d6.
-- depends: 0001.before

-- Rename column jobs.owner to worker; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "owner" TO "worker";
