-- Takes back 0002.the_change
-- Change jobs: 5 changes.
--
-- Changes taken back:
--   add column jobs.tags (text[], not null, default '{}')  [schema/jobs.yaml:5]
--   add column jobs.payload (jsonb, nullable)  [schema/jobs.yaml:6]
--   add column jobs.amount (numeric(12,2), not null, default '0.00')  [schema/jobs.yaml:7]
--   add column jobs.at (timestamp with time zone, not null, default now())  [schema/jobs.yaml:8]
--   add column jobs.raw (bytea, nullable)  [schema/jobs.yaml:9]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   DS103 loses-data jobs.raw: the values of jobs.raw are lost
--   DS103 loses-data jobs.at: the values of jobs.at are lost
--   DS103 loses-data jobs.amount: the values of jobs.amount are lost
--   DS103 loses-data jobs.payload: the values of jobs.payload are lost
--   DS103 loses-data jobs.tags: the values of jobs.tags are lost
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.raw.
ALTER TABLE "jobs" DROP COLUMN "raw";

-- Drop column jobs.at.
ALTER TABLE "jobs" DROP COLUMN "at";

-- Drop column jobs.amount.
ALTER TABLE "jobs" DROP COLUMN "amount";

-- Drop column jobs.payload.
ALTER TABLE "jobs" DROP COLUMN "payload";

-- Drop column jobs.tags.
ALTER TABLE "jobs" DROP COLUMN "tags";
