-- Takes back 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   drop index tasks.ix_jobs_name (on name)
--   add index tasks.ix_tasks_name (on name)  [schema/tasks.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index ix_tasks_name on tasks.
DROP INDEX "ix_tasks_name";

-- Add index ix_jobs_name on tasks.
CREATE INDEX "ix_jobs_name" ON "tasks"("name");

-- Rename table tasks to jobs; references to it follow.
ALTER TABLE "tasks"
RENAME TO "jobs";
