-- Takes back 0002.the_change
-- Change column jobs.name.
-- Change names: 2 changes.
--
-- Changes taken back:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
--   drop view names
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

-- What specs do not speak of belongs to names.
COMMENT ON VIEW "names" IS 'those that have one';

-- What specs do not speak of belongs to names.
GRANT SELECT ON names TO PUBLIC;
