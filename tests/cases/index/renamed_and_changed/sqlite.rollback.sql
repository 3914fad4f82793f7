-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.waiting (unique on priority, id desc where status = 'PENDING')
--   add index jobs.uq_jobs_waiting (unique on priority, id desc where status <> 'DONE')  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.waiting: fails if two rows agree in what waiting covers
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index uq_jobs_waiting on jobs.
DROP INDEX "uq_jobs_waiting";

-- Add index waiting on jobs.
CREATE UNIQUE INDEX "waiting" ON "jobs"("priority", "id" DESC)
WHERE
  status = 'PENDING';
