-- Takes back 0002.the_change
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   add column jobs.x; DROP TABLE jobs; -- (text, nullable)  [schema/jobs.yaml:5]
--   add column jobs.-- depends: 0099.evil (text, nullable)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.-- depends: 0099.evil: the values of jobs.-- depends: 0099.evil are lost
--   DS103 loses-data jobs.x; DROP TABLE jobs; --: the values of jobs.x; DROP TABLE jobs; -- are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.-- depends: 0099.evil.
ALTER TABLE "jobs" DROP COLUMN "-- depends: 0099.evil";

-- Drop column jobs.x; DROP TABLE jobs; --.
ALTER TABLE "jobs" DROP COLUMN "x; DROP TABLE jobs; --";
