-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.ix_jobs_name (on name)
--   add index jobs.ix_jobs_name (unique on name)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for SQLite >= 3.35.

-- Drop index ix_jobs_name on jobs.
DROP INDEX "ix_jobs_name";

-- Add index ix_jobs_name on jobs.
CREATE INDEX "ix_jobs_name" ON "jobs"("name");
