-- Takes back 0002.the_change
-- Rename table jobs.
-- Rename table old_jobs.
--
-- Changes taken back:
--   rename table jobs (was old_jobs)
--   rename table old_jobs (was jobs)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says old_jobs breaks
--   BC101 breaks-clients old_jobs: running code that still says jobs breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename table old_jobs to _qsys_between_jobs for now, since jobs is still taken; references to it follow.
ALTER TABLE "old_jobs"
RENAME TO "_qsys_between_jobs";

-- Rename table jobs to old_jobs; references to it follow.
ALTER TABLE "jobs"
RENAME TO "old_jobs";

-- Rename table _qsys_between_jobs to jobs, which is free now; references to it follow.
ALTER TABLE "_qsys_between_jobs"
RENAME TO "jobs";
