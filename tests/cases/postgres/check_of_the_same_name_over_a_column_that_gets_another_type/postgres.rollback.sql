-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.jobs_code.
--
-- Changes taken back:
--   validate check jobs.jobs_code  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add jobs_code to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_code", ADD CONSTRAINT "jobs_code" CHECK (code <> '') NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   drop check jobs.jobs_code ((code > 0))
--   change column jobs.code (bigint to text)  [schema/jobs.yaml:4]
--   add check jobs.jobs_code (code <> '')  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF105 may-fail-on-data jobs.jobs_code: fails if a row does not satisfy it
--   PG301 rewrites-table jobs.code: text to bigint writes every row and index anew while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.jobs_code: every row is looked at while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_code of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_code";

-- jobs.code from text to bigint.
ALTER TABLE "jobs" ALTER COLUMN "code" TYPE bigint USING "code"::bigint;

-- Add jobs_code to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_code" CHECK ((code > 0));
