-- Takes back 0002.the_change
-- Change column jobs.n.
--
-- Changes taken back:
--   change column jobs.n (numeric(10,2) to numeric(14,2))  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.n: numeric(14,2) to numeric(10,2) writes every row and index anew while nobody can read
--   or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs.n from numeric(14,2) to numeric(10,2).
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE numeric(10,2);
