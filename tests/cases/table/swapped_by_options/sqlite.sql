-- 0002.the_change
-- Rename table jobs.
-- Rename table old_jobs.
--
-- Changes:
--   rename table jobs (was old_jobs)
--   rename table old_jobs (was jobs)
-- Risks:
--   BC101 breaks-clients jobs: running code that still says old_jobs breaks
--   BC101 breaks-clients old_jobs: running code that still says jobs breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says old_jobs breaks
--   BC101 breaks-clients old_jobs: running code that still says jobs breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 2 sampled rows, old_jobs 1 sampled rows, runs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 01378e6024dcbf19, after 0155fe9d9398b4d3.
-- depends: 0001.before

-- Rename table old_jobs to _qsys_between_jobs for now, since jobs is still taken; references to it follow.
ALTER TABLE "old_jobs"
RENAME TO "_qsys_between_jobs";

-- Rename table jobs to old_jobs; references to it follow.
ALTER TABLE "jobs"
RENAME TO "old_jobs";

-- Rename table _qsys_between_jobs to jobs, which is free now; references to it follow.
ALTER TABLE "_qsys_between_jobs"
RENAME TO "jobs";
