-- 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename index tasks.tasks_by_title (was jobs_by_name)  [schema/tasks.yaml:7]
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
--   every row and kept value came through both ways: jobs 2 sampled rows
--
-- Written by qsys-schema for SQLite >= 3.35.
-- Schema before 0129951e0ecc060f, after 01cd1bd7ebba1f7c.
-- depends: 0001.before

-- Rename table jobs to tasks; references to it follow.
ALTER TABLE "jobs"
RENAME TO "tasks";

-- Rename column tasks.name to title; indexes, triggers and views follow.
ALTER TABLE "tasks"
RENAME COLUMN "name" TO "title";

-- Rename index jobs_by_name to tasks_by_title: SQLite has no words for that, so it is made anew.
DROP INDEX "jobs_by_name";

-- Index tasks_by_title of tasks, as jobs_by_name was.
CREATE INDEX "tasks_by_title" ON "tasks"("title")
WHERE
  title <> '';
