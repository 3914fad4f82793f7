-- Takes back 0002.the_change
-- Change jobs: 3 changes.
--
-- Changes taken back:
--   add column jobs.price (numeric(8,2), not null, default '9.90')  [schema/jobs.yaml:5]
--   add column jobs.payload (jsonb, nullable)  [schema/jobs.yaml:6]
--   add column jobs.key (uuid, nullable)  [schema/jobs.yaml:7]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.key: the values of jobs.key are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.price: the values of jobs.price are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.key.
ALTER TABLE "jobs" DROP COLUMN "key";

-- Drop column jobs.payload.
ALTER TABLE "jobs" DROP COLUMN "payload";

-- Drop column jobs.price.
ALTER TABLE "jobs" DROP COLUMN "price";
