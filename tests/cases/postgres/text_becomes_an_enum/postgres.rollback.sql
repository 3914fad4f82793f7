-- Takes back 0002.the_change
-- Add enum jobs_status.
-- Change column jobs.status.
--
-- Changes taken back:
--   add enum jobs_status (NEW, DONE)  [schema/jobs.yaml:4]
--   change column jobs.status (text to jobs_status; default 'NEW'::text to default 'NEW')  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.status: jobs_status to text writes every row and index anew while nobody can read or
--   write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status from jobs_status to text.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE text USING "status"::text::text;

-- The default of jobs.status.
ALTER TABLE "jobs" ALTER COLUMN "status" SET DEFAULT 'NEW'::text;

-- Drop enum jobs_status.
DROP TYPE "jobs_status";
