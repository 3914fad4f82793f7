-- file: 0003.the_change_2.rollback.sql
-- Takes back 0003.the_change_2
-- Validate check jobs.jobs_status.
--
-- Changes taken back:
--   validate check jobs.jobs_status  [schema/jobs.yaml:6]
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

-- Add jobs_status to jobs for new rows; those that are there are looked at later.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_status", ADD CONSTRAINT "jobs_status" CHECK (status <> 'GONE' OR id > 5) NOT VALID;

-- file: 0002.the_change.rollback.sql
-- Takes back 0002.the_change
-- Change enum state.
-- Change jobs: 2 changes.
--
-- Changes taken back:
--   change enum state (NEW, DONE, GONE to NEW, GONE, DONE)  [schema/jobs.yaml:4]
--   drop check jobs.jobs_status (((status <> 'GONE'::state) OR (id > 9)))
--   add check jobs.jobs_status (status <> 'GONE' OR id > 5)  [schema/jobs.yaml:6]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   MF105 may-fail-on-data jobs.jobs_status: fails if a row does not satisfy it
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG305 blocks-reads-and-writes jobs.jobs_status: every row is looked at while everybody waits
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop jobs_status of jobs.
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_status";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('NEW', 'DONE', 'GONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add jobs_status to jobs.
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_status" CHECK (((status <> 'GONE'::state) OR (id > 9)));
