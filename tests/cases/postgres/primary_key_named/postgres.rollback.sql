-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   drop primary key jobs.primary_key (id)
--   drop index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:5]
--   add primary key jobs.primary_key (id)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF107 may-fail-on-data jobs.primary_key: fails if two rows agree in id, or one is NULL
--   PG104 blocks-reads-and-writes jobs.primary_key: the key's index is built while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add jobs_pkey to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_key", ADD PRIMARY KEY ("id");

-- Add index _qsys_for_jobs_key on jobs.
CREATE UNIQUE INDEX "_qsys_for_jobs_key" ON "jobs" ("id");

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add index jobs._qsys_for_jobs_key.
--
-- Changes taken back:
--   add index jobs._qsys_for_jobs_key (unique on id)  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index _qsys_for_jobs_key of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "_qsys_for_jobs_key";
