-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.ck_name.
--
-- Changes taken back:
--   validate check jobs.ck_name  [schema/jobs.yaml:10]
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

-- Add ck_name to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_name", ADD CONSTRAINT "ck_name" CHECK (name <> '') NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add check jobs.ck_name.
--
-- Changes taken back:
--   add check jobs.ck_name (name <> '')  [schema/jobs.yaml:10]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data jobs.ck_name: rows that it forbids may be written, and then it cannot come back
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop ck_name of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_name";
