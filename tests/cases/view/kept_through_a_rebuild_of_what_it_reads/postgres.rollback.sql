-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs._qsys_not_null_name ("name" IS NOT NULL)  [schema/jobs.yaml:4]
--   change column jobs.name (nullable to not null)  [schema/jobs.yaml:4]
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

-- jobs.name may be NULL.
ALTER TABLE "jobs" ALTER COLUMN "name" DROP NOT NULL;

-- Add _qsys_not_null_name to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" ADD CONSTRAINT "_qsys_not_null_name" CHECK ("name" IS NOT NULL) NOT VALID;

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.name (rows without a value get one)  [schema/jobs.yaml:4]
--   add check jobs._qsys_not_null_name ("name" IS NOT NULL)  [schema/jobs.yaml:4]
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

-- Drop _qsys_not_null_name of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "_qsys_not_null_name";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change column jobs.name.
--
-- Changes taken back:
--   change column jobs.name (no default to default '')  [schema/jobs.yaml:4]
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

-- jobs.name has no default.
ALTER TABLE "jobs" ALTER COLUMN "name" DROP DEFAULT;
