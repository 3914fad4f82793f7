-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
--   add check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF105 may-fail-on-data jobs.ck_jobs_last: fails if a row does not satisfy it
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Add ck_jobs_last to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_last", ADD CONSTRAINT "ck_jobs_last" CHECK (length(last) > 0) NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 4 changes.
--
-- Changes taken back:
--   rename column jobs.first (was last)
--   rename column jobs.last (was first)
--   drop check jobs.ck_jobs_first ((length(last) > 0))
--   add check jobs.ck_jobs_last (length(last) > 0)  [schema/jobs.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data jobs.ck_jobs_last: rows that it forbids may be written, and then it cannot come back
--   MF105 may-fail-on-data jobs.ck_jobs_first: fails if a row does not satisfy it
--   BC102 breaks-clients jobs.first: running code that still says jobs.last breaks
--   BC102 breaks-clients jobs.last: running code that still says jobs.first breaks
--   PG305 blocks-reads-and-writes jobs.ck_jobs_first: every row is looked at while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop ck_jobs_last of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_jobs_last";

-- Add ck_jobs_first to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "ck_jobs_first" CHECK ((length(last) > 0));

-- Rename jobs.last to _qsys_between_first.
ALTER TABLE "jobs" RENAME COLUMN "last" TO "_qsys_between_first";

-- Rename jobs.first to last.
ALTER TABLE "jobs" RENAME COLUMN "first" TO "last";

-- Rename jobs._qsys_between_first to first.
ALTER TABLE "jobs" RENAME COLUMN "_qsys_between_first" TO "first";
