-- Takes back 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename index tasks.tasks_by_title (was jobs_by_name)  [schema/tasks.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename index tasks_by_title to jobs_by_name: SQLite has no words for that, so it is made anew.
DROP INDEX "tasks_by_title";

-- Index jobs_by_name of tasks, as tasks_by_title was.
CREATE INDEX "jobs_by_name" ON "tasks"("title")
WHERE
  "title" <> '';

-- Rename column tasks.title to name; indexes, triggers and views follow.
ALTER TABLE "tasks"
RENAME COLUMN "title" TO "name";

-- Rename table tasks to jobs; references to it follow.
ALTER TABLE "tasks"
RENAME TO "jobs";
