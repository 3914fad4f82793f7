-- Takes back 0002.the_change
-- Add table jobs.
--
-- Changes taken back:
--   add table jobs (2 columns, 0 indexes)  [schema/jobs.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS102 loses-data jobs: all rows of jobs are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop table jobs with its rows, indexes and triggers.
DROP TABLE "jobs";
