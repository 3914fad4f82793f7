-- Takes back 0002.the_change
-- Change column jobs.n.
--
-- Changes taken back:
--   change column jobs.n (character varying(20) to character varying(10))  [schema/jobs.yaml:5]
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

-- jobs.n from character varying(10) to character varying(20).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE character varying(20);
