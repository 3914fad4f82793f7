-- 0002.the_change
-- Change tasks: 3 changes.
--
-- Changes:
--   rename table tasks (was jobs)
--   drop index tasks.ix_jobs_name (on name)
--   add index tasks.ix_tasks_name (on name)  [schema/tasks.yaml:7]
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
-- Schema before 01546a0226dabab3, after 014ef5af20be4f8c.
-- depends: 0001.before

-- Rename table jobs to tasks; references to it follow.
ALTER TABLE "jobs"
RENAME TO "tasks";

-- Drop index ix_jobs_name on tasks.
DROP INDEX "ix_jobs_name";

-- Add index ix_tasks_name on tasks.
CREATE INDEX "ix_tasks_name" ON "tasks"("name");
