-- 0002.the_change
-- Change tasks: 2 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
--   BC102 breaks-clients tasks.title: running code that still says tasks.name breaks
-- Rolling back:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: audit 3 made-up rows, jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01748d4a59df7eb3, after 01cc5616bedabe8e.
-- depends: 0001.before

-- Rename table jobs to tasks; references to it follow.
ALTER TABLE "jobs"
RENAME TO "tasks";

-- Rename column tasks.name to title; indexes, triggers and views follow.
ALTER TABLE "tasks"
RENAME COLUMN "name" TO "title";
