-- Takes back 0002.the_change
-- Rename index jobs.uq_jobs_waiting.
--
-- Changes taken back:
--   rename index jobs.uq_jobs_waiting (was waiting)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Rename index uq_jobs_waiting to waiting: SQLite has no words for that, so it is made anew.
DROP INDEX "uq_jobs_waiting";

-- Index waiting of jobs, as uq_jobs_waiting was.
CREATE UNIQUE INDEX "waiting" ON "jobs"("priority", "id" DESC)
WHERE
  status = 'PENDING';
