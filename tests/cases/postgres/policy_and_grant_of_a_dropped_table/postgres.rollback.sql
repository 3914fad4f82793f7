-- Takes back 0002.the_change
-- Drop table jobs.
--
-- Changes taken back:
--   drop table jobs (3 columns, 0 indexes)
-- Lost by the migration, and not brought back:
--   DS102 loses-data jobs: all rows of jobs are lost (about 2 at present: 32 kB)
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create table jobs.
CREATE TABLE "jobs" (
  "id" bigint NOT NULL,
  "name" text NOT NULL,
  "n" bigint,
  PRIMARY KEY ("id")
);

-- What specs do not speak of belongs to jobs.
GRANT SELECT ON jobs TO PUBLIC;

-- What specs do not speak of belongs to jobs.
GRANT UPDATE (n) ON jobs TO PUBLIC;

-- What specs do not speak of belongs to jobs.
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;

-- What specs do not speak of belongs to jobs.
CREATE POLICY only_named ON jobs AS PERMISSIVE FOR ALL TO PUBLIC USING ((name <> ''::text));
