-- Takes back 0002.the_change
-- Change column jobs.name.
--
-- Changes taken back:
--   change column jobs.name (text to character varying(20))  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG331 blocks-reads-and-writes counts: it goes and comes again within the transaction, since column jobs.name
--   changes, and is computed anew
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop view counts. It stands in the way of column jobs.name, and comes again below.
DROP MATERIALIZED VIEW "counts";

-- jobs.name from character varying(20) to text.
ALTER TABLE "jobs" ALTER COLUMN "name" TYPE text;

-- Create view counts. It stood in the way of column jobs.name.
CREATE MATERIALIZED VIEW "counts" AS
 SELECT jobs.name,
    count(*) AS jobs
   FROM jobs
  GROUP BY jobs.name;

-- ux_counts on view counts. It stood in the way of column jobs.name.
CREATE UNIQUE INDEX ux_counts ON counts USING btree (name);
