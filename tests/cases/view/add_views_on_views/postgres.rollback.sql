-- Takes back 0002.the_change
-- Add view all_open.
-- Add view open_jobs.
--
-- Changes taken back:
--   add view all_open  [schema/all_open.yaml:1]
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC104 breaks-clients open_jobs: code that reads the view open_jobs breaks
--   BC104 breaks-clients all_open: code that reads the view all_open breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view all_open.
DROP VIEW "all_open";

-- Drop view open_jobs.
DROP VIEW "open_jobs";
