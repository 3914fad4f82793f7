-- 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes:
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Risks:
--   BC102 breaks-clients jobs.c: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.a breaks
-- Rolling back:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 1 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01f9c71b1c64b3a8, after 015b71eb1256e8c0.
-- depends: 0001.before

-- Rename column jobs.b to c; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "b" TO "c";

-- Rename column jobs.a to b; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "a" TO "b";
