-- file: 0005.the_change_4.rollback.sql
-- Takes back 0005.the_change_4
-- Validate check logs.ck_other.
--
-- Changes taken back:
--   validate check logs.ck_other  [schema/logs.yaml:6]
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

-- Add ck_other to logs for new rows; those that are there are looked at later.
ALTER TABLE "logs" DROP CONSTRAINT "ck_other", ADD CONSTRAINT "ck_other" CHECK (name <> '') NOT VALID;

-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Validate check jobs.ck_some.
--
-- Changes taken back:
--   validate check jobs.ck_some  [schema/jobs.yaml:8]
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

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs.ix_name.
--
-- Changes taken back:
--   add index jobs.ix_name (on name)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_name of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_name";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Add check jobs.ck_some.
-- Change logs: 2 changes.
--
-- Changes taken back:
--   add check jobs.ck_some (name <> '')  [schema/jobs.yaml:8]
--   drop index logs.ix_name (on name)
--   add check logs.ck_other (name <> '')  [schema/logs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   CD102 may-fail-on-data logs.ck_other: rows that it forbids may be written, and then it cannot come back
--   CD102 may-fail-on-data jobs.ck_some: rows that it forbids may be written, and then it cannot come back
--   PG101 blocks-writes logs.ix_name: writers of logs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop ck_some of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "ck_some";

-- Drop ck_other of logs.
ALTER TABLE "logs" DROP CONSTRAINT "ck_other";

-- Add index ix_name on logs.
CREATE INDEX "ix_name" ON "logs" ("name");
