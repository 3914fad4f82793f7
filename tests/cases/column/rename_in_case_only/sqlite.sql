-- 0002.the_change
-- Rename column jobs.Owner.
--
-- Changes:
--   rename column jobs.Owner (was owner)
-- Risks:
--   BC102 breaks-clients jobs.Owner: running code that still says jobs.owner breaks
-- Rolling back:
--   BC102 breaks-clients jobs.owner: running code that still says jobs.Owner breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 014052eee55cbb56, after 011694f2ac428629.
-- depends: 0001.before

-- Rename column jobs.owner to Owner; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "owner" TO "Owner";
