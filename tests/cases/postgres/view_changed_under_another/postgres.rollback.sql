-- Takes back 0002.the_change
-- Change names: 2 changes.
--
-- Changes taken back:
--   drop view names
--   add view names  [schema/names.yaml:1]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG331 blocks-reads-and-writes long_names: it goes and comes again within the transaction, since view names changes
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view long_names. It stands in the way of view names, and comes again below.
DROP VIEW "long_names";

-- Drop view names.
DROP VIEW "names";

-- Create view names.
CREATE VIEW "names" AS
 SELECT jobs.id,
    jobs.name
   FROM jobs
  WHERE jobs.name <> ''::text;

-- Create view long_names. It stood in the way of view names.
CREATE VIEW "long_names" AS
 SELECT names.name
   FROM names
  WHERE length(names.name) > 3;
