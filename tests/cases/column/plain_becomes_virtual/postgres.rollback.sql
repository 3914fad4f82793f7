-- Takes back 0002.the_change
-- Change column jobs.n.
--
-- Changes taken back:
--   change column jobs.n (no generated to stored, generated as upper(name))  [schema/jobs.yaml:5]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.n: the values of jobs.n are lost: it is computed from now on
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- jobs.n keeps its values, and is computed no more.
ALTER TABLE "jobs" ALTER COLUMN "n" DROP EXPRESSION;
