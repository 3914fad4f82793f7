-- file: 0004.the_change_3.rollback.sql
-- Takes back 0004.the_change_3
-- Drop index jobs._qsys_was_ix_some.
--
-- Changes taken back:
--   drop index jobs._qsys_was_ix_some (on name where (id > 5))
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Add index _qsys_was_ix_some on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "_qsys_was_ix_some" ON "jobs" ("name") WHERE (id > 5);

-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Add index jobs.ix_some.
--
-- Changes taken back:
--   add index jobs.ix_some (on name where id > 6)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Drop index ix_some of jobs once nobody uses it any more.
DROP INDEX CONCURRENTLY "ix_some";

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Rename index jobs._qsys_was_ix_some.
--
-- Changes taken back:
--   rename index jobs._qsys_was_ix_some (was ix_some)
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

-- Rename index _qsys_was_ix_some of jobs.
ALTER INDEX "_qsys_was_ix_some" RENAME TO "ix_some";
