-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop index jobs.uq_jobs_name_n (unique on name, n)  [schema/jobs.yaml:9]
--   add unique jobs.uq_jobs_name_n (name, n, include ["id"], nulls not distinct true)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF101 may-fail-on-data jobs.uq_jobs_name_n: fails if two rows agree in what uq_jobs_name_n covers
--   PG101 blocks-writes jobs.uq_jobs_name_n: the index is built while writers wait
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- uq_jobs_name_n becomes an index again.
ALTER TABLE "jobs" DROP CONSTRAINT "uq_jobs_name_n";

-- Add index uq_jobs_name_n on jobs.
CREATE UNIQUE INDEX "uq_jobs_name_n" ON "jobs" ("name", "n") INCLUDE ("id") NULLS NOT DISTINCT;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index jobs.uq_jobs_name_n.
--
-- Changes taken back:
--   add index jobs.uq_jobs_name_n (unique on name, n)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index uq_jobs_name_n of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "uq_jobs_name_n";
