-- 0002.the_change
-- Rename table Jobs.
--
-- Changes:
--   rename table Jobs (was jobs)
-- Risks:
--   BC101 breaks-clients Jobs: running code that still says jobs breaks
-- Rolling back:
--   BC101 breaks-clients jobs: running code that still says Jobs breaks
-- Locks:
--   one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)
-- Proof:
--   run forward, back and forward again on a scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   every row and kept value came through both ways: jobs 3 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 019cae89f0e7579e, after 01f8955f61c94051.
-- depends: 0001.before

-- Rename table jobs to _qsys_case_Jobs; references to it follow.
ALTER TABLE "jobs"
RENAME TO "_qsys_case_Jobs";

-- Rename table _qsys_case_Jobs to Jobs; references to it follow.
ALTER TABLE "_qsys_case_Jobs"
RENAME TO "Jobs";
