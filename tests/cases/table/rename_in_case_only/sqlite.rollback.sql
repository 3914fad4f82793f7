-- Takes back 0002.the_change
-- Rename table Jobs.
--
-- Changes taken back:
--   rename table Jobs (was jobs)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says Jobs breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename table Jobs to _qsys_case_jobs; references to it follow.
ALTER TABLE "Jobs"
RENAME TO "_qsys_case_jobs";

-- Rename table _qsys_case_jobs to jobs; references to it follow.
ALTER TABLE "_qsys_case_jobs"
RENAME TO "jobs";
