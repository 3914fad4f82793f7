-- Takes back 0002.the_change
-- Change column jobs.name.
-- Change long_names: 2 changes.
-- Change names: 2 changes.
--
-- Changes taken back:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
--   drop view long_names
--   drop view names
--   add view long_names  [schema/long_names.yaml:1]
--   add view names  [schema/names.yaml:1]
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

-- Drop view long_names.
DROP VIEW "long_names";

-- Drop view names.
DROP VIEW "names";

-- jobs.name from character varying(20) to text.
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE text;

-- Create view names.
CREATE VIEW "names" AS
 SELECT jobs.id,
    jobs.name
   FROM jobs
  WHERE jobs.name <> ''::text;

-- Create view long_names.
CREATE VIEW "long_names" AS
 SELECT names.name
   FROM names
  WHERE length(names.name) > 3;
