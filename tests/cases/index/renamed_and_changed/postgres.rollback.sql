-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Drop index jobs.waiting.
--
-- Changes taken back:
--   drop index jobs.waiting (unique on priority, id desc where (status = 'PENDING'::text))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.waiting: fails if two rows agree in what waiting covers
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Add index waiting on jobs while everybody reads and writes it.
CREATE UNIQUE INDEX CONCURRENTLY "waiting" ON "jobs" ("priority", "id" DESC) WHERE (status = 'PENDING'::text);

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index jobs.uq_jobs_waiting.
--
-- Changes taken back:
--   add index jobs.uq_jobs_waiting (unique on priority, id desc where status <> 'DONE')  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index uq_jobs_waiting of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "uq_jobs_waiting";
