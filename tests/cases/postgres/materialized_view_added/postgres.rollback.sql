-- Takes back 0002.the_change
-- Add view counts.
--
-- Changes taken back:
--   add view counts  [schema/counts.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   BC104 breaks-clients counts: code that reads the view counts breaks
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view counts.
DROP MATERIALIZED VIEW "counts";
