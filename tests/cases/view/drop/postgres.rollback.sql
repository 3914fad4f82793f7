-- Takes back 0002.the_change
-- Drop view all_open.
--
-- Changes taken back:
--   drop view all_open
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

-- Create view all_open.
CREATE VIEW "all_open" AS
 SELECT open_jobs.name
   FROM open_jobs;
