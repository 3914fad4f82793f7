-- 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes:
--   rename column jobs.a (was c)
--   rename column jobs.c (was b)
--   rename column jobs.b (was a)
-- Risks:
--   BC102 breaks-clients jobs.a: running code that still says jobs.c breaks
--   BC102 breaks-clients jobs.c: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.a breaks
-- Rolling back:
--   BC102 breaks-clients jobs.a: running code that still says jobs.b breaks
--   BC102 breaks-clients jobs.b: running code that still says jobs.c breaks
--   BC102 breaks-clients jobs.c: running code that still says jobs.a breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 013c7e71a9f3b509, after 01c6ff948ea57f4c.
-- depends: 0001.before

-- Rename column jobs.c to _qsys_between_a for now, since a is still taken; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "c" TO "_qsys_between_a";

-- Rename column jobs.b to c; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "b" TO "c";

-- Rename column jobs.a to b; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "a" TO "b";

-- Rename column jobs._qsys_between_a to a, which is free now; indexes, triggers and views follow.
ALTER TABLE "jobs"
RENAME COLUMN "_qsys_between_a" TO "a";
