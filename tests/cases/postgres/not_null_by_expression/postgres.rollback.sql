-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null_n ("n" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs.n (nullable to not null)  [schema/jobs.yaml:4]
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

-- jobs.n may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "n" DROP NOT NULL;

-- Add _qsys_not_null_n to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_n" CHECK ("n" IS NOT NULL) NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.n (rows without a value get one)
--   add check jobs._qsys_not_null_n ("n" IS NOT NULL)  [schema/jobs.yaml:4]
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

-- Drop _qsys_not_null_n of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_n";
