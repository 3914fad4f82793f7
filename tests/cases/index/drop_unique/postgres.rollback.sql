-- Takes back 0002.the_change
-- Drop index jobs.ix_jobs_name.
--
-- Changes taken back:
--   drop index jobs.ix_jobs_name (unique on name)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.ix_jobs_name: fails if two rows agree in what ix_jobs_name covers
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Add index ix_jobs_name on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "ix_jobs_name" ON "jobs" ("name");
