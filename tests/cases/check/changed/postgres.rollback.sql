-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.ck_some.
--
-- Changes taken back:
--   validate check jobs.ck_some  [schema/jobs.yaml:6]
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

-- Add ck_some to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some", ADD CONSTRAINT "ck_some" CHECK (name <> 'x') NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   drop check jobs.ck_some ((name <> ''::text))
--   add check jobs.ck_some (name <> 'x')  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF105 may-fail-on-data jobs.ck_some: fails if a row does not satisfy it
--   PG305 blocks-reads-and-writes jobs.ck_some: every row is looked at while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Add ck_some to jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some", ADD CONSTRAINT "ck_some" CHECK ((name <> ''::text));
