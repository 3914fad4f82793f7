-- 0002.the_change
-- Rename table tasks.
--
-- Changes:
--   rename table tasks (was jobs)
-- Risks:
--   BC101 breaks-clients tasks: running code that still says jobs breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says tasks breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 01bb0695001d37e2.
-- depends: 0001.before

-- Rename table jobs to tasks; references to it follow.
ALTER TABLE "jobs"
RENAME TO "tasks";
