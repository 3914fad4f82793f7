-- Takes back 0002.the_change
-- Rename table tasks.
--
-- Changes taken back:
--   rename table tasks (was jobs)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename table tasks to jobs; references to it follow.
ALTER TABLE "tasks"
RENAME TO "jobs";
