-- Takes back 0002.the_change
-- Change tasks: 6 changes.
--
-- Changes taken back:
--   rename table tasks (was jobs)
--   rename column tasks.title (was name)
--   rename unique tasks.uq_tasks_title (was uq_jobs_name)  [schema/tasks.yaml:8]
--   rename check tasks.ck_tasks_title (was ck_jobs_name)  [schema/tasks.yaml:14]
--   rename foreign key tasks.fk_tasks_parent_id (was fk_jobs_parent_id)  [schema/tasks.yaml:12]
--   rename index tasks.ix_tasks_parent_id_title (was ix_jobs_parent_id_name)  [schema/tasks.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC102 breaks-clients tasks.name: running code that still says tasks.title breaks
--   BC101 breaks-clients jobs: running code that still says tasks breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Rename ck_tasks_title of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "ck_tasks_title" TO "ck_jobs_name";

-- Rename fk_tasks_parent_id of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "fk_tasks_parent_id" TO "fk_jobs_parent_id";

-- Rename index ix_tasks_parent_id_title of tasks.
ALTER INDEX "ix_tasks_parent_id_title" RENAME TO "ix_jobs_parent_id_name";

-- Rename uq_tasks_title of tasks.
ALTER TABLE "tasks" RENAME CONSTRAINT "uq_tasks_title" TO "uq_jobs_name";

-- Rename tasks.title to name.
ALTER TABLE "tasks" RENAME COLUMN "title" TO "name";

-- Rename table tasks to jobs.
ALTER TABLE "tasks" RENAME TO "jobs";

-- The primary key of jobs is called after it.
ALTER INDEX IF EXISTS "tasks_pkey" RENAME TO "jobs_pkey";
