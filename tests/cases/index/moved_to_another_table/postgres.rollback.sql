-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index logs.ix_name.
--
-- Changes taken back:
--   add index logs.ix_name (on name)  [schema/logs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_name of logs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_name";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Drop index jobs.ix_name.
--
-- Changes taken back:
--   drop index jobs.ix_name (on name)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Add index ix_name on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_name" ON "jobs" ("name");
