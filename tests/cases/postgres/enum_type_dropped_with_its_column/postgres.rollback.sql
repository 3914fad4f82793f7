-- Takes back 0002.the_change
-- Drop enum jobs_status.
-- Drop column jobs.status.
--
-- Changes taken back:
--   drop enum jobs_status (NEW, DONE)
--   drop column jobs.status (jobs_status, not null, default 'NEW'::jobs_status)
-- Lost by the migration, and not brought back:
--   DS103 loses-data jobs.status: the values of jobs.status are lost
-- Risks:
--   none
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Create enum jobs_status.
CREATE TYPE "jobs_status" AS ENUM ('NEW', 'DONE');

-- Add column jobs.status.
ALTER TABLE "jobs" ADD COLUMN "status" jobs_status DEFAULT 'NEW'::jobs_status NOT NULL;
