-- Takes back 0002.the_change
-- Drop table old_jobs.
--
-- Changes taken back:
--   drop table old_jobs (2 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data old_jobs: all rows of old_jobs are lost (about 1 at present: 32 kB)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table old_jobs.
CREATE TABLE "old_jobs" (
  "id" bigint NOT NULL,
  "title" text NOT NULL,
  PRIMARY KEY ("id")
);
