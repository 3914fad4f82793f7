-- Takes back 0002.the_change
-- Drop column jobs.done.
-- Change open_jobs: 2 changes.
--
-- Changes taken back:
--   drop column jobs.done (bigint, not null, default 0)
--   drop view open_jobs
--   add view open_jobs  [schema/open_jobs.yaml:1]
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.done: the values of jobs.done are lost
-- Risks:
--   PG331 blocks-reads-and-writes first_open: it goes and comes again within the transaction, since view open_jobs
--   changes
--   PG331 blocks-reads-and-writes all_open: it goes and comes again within the transaction, since view open_jobs
--   changes
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop view first_open. It stands in the way of view open_jobs, and comes again below.
DROP VIEW "first_open";

-- Drop view all_open. It stands in the way of view open_jobs, and comes again below.
DROP VIEW "all_open";

-- Drop view open_jobs.
DROP VIEW "open_jobs";

-- Add column jobs.done.
ALTER TABLE "jobs" ADD COLUMN "done" bigint DEFAULT 0 NOT NULL;

-- Create view open_jobs.
CREATE VIEW "open_jobs" AS
 SELECT jobs.id,
    jobs.name
   FROM jobs
  WHERE jobs.done = 0;

-- Create view all_open. It stood in the way of view open_jobs.
CREATE VIEW "all_open" AS
 SELECT open_jobs.name
   FROM open_jobs;

-- Create view first_open. It stood in the way of view open_jobs.
CREATE VIEW "first_open" AS
 SELECT min(all_open.name) AS name
   FROM all_open;
