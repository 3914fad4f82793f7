-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change column jobs.n (bigint to integer)  [schema/jobs.yaml:5]
--   add column jobs.note (text, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
--   PG301 rewrites-table jobs.n: integer to bigint writes every row and index anew while nobody can read or write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";

-- jobs.n from integer to bigint.
ALTER TABLE "jobs" ALTER COLUMN "n" TYPE bigint;
