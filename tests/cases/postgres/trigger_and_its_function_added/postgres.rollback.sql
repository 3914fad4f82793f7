-- Takes back 0002.the_change
-- Add function stamp().
-- Add trigger jobs.tr_stamp.
--
-- Changes taken back:
--   add function stamp()  [schema/stamp.yaml:1]
--   add trigger jobs.tr_stamp  [schema/jobs.yaml:8]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC105 breaks-clients stamp(): code that uses the function stamp() breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop trigger tr_stamp of jobs.
DROP TRIGGER "tr_stamp" ON "jobs";

-- Drop function stamp().
DROP ROUTINE stamp();
