-- Takes back 0002.the_change
-- Add index jobs.ix_jobs_name_n.
--
-- Changes taken back:
--   add index jobs.ix_jobs_name_n (unique on name, n)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_jobs_name_n of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_jobs_name_n";
