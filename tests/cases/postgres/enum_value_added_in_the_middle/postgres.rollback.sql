-- Takes back 0002.the_change
-- Change enum jobs_status.
--
-- Changes taken back:
--   change enum jobs_status (NEW, DONE to NEW, ACTIVE, DONE)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF108 may-fail-on-data jobs_status: fails if a row has ACTIVE
--   PG301 rewrites-table jobs.status: jobs_status is made anew, so every row is written anew while nobody can read or
--   write
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- jobs_status is made anew, with the values in another order or without some.
ALTER TYPE "jobs_status" RENAME TO "_qsys_was_jobs_status";

-- jobs_status as it is wished for.
CREATE TYPE "jobs_status" AS ENUM ('NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE jobs_status USING "status"::text::jobs_status;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_jobs_status";
