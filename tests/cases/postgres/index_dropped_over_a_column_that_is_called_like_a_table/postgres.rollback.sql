-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Drop index jobs.ix_jobs_kind.
--
-- Changes taken back:
--   drop index jobs.ix_jobs_kind (on kind)
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Add index ix_jobs_kind on jobs while everybody reads and writes it.
CREATE INDEX CONCURRENTLY "ix_jobs_kind" ON "jobs" ("kind");

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Drop table kind.
--
-- Changes taken back:
--   drop table kind (1 column, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data kind: all rows of kind are lost (about 0 at present: 8192 bytes)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table kind.
CREATE TABLE "kind" (
  "id" bigint NOT NULL,
  PRIMARY KEY ("id")
);
