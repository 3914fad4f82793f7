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
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some", ADD CONSTRAINT "ck_some" CHECK (name <> '') NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change jobs: 2 changes.
-- Add table logs.
--
-- Changes taken back:
--   drop index jobs.ix_name (on name)
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:6]
--   add table logs (2 columns, 1 index)  [schema/logs.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data logs: all rows of logs are lost
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   PG101 blocks-writes jobs.ix_name: writers of jobs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop ck_some of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some";

-- Drop table logs with its rows, indexes and triggers.
DROP TABLE "logs";

-- Add index ix_name on jobs.
CREATE INDEX "ix_name" ON "jobs" ("name");
