-- Takes back 0002.the_change
-- Change enum state.
--
-- Changes taken back:
--   change enum state (NEW, DONE to DONE, NEW)  [schema/jobs.yaml:4]
-- Lost by the migration, and not brought back:
--   none
-- Risks:
--   PG301 rewrites-table jobs.status: state is made anew, so every row is written anew while nobody can read or write
--   PG309 rewrites-table jobs.is_known: it is computed for every row, while nobody can read or write
--   PG309 rewrites-table jobs.is_new: it is computed for every row, while nobody can read or write
--   PG101 blocks-writes jobs.ix_jobs_is_known: writers of jobs wait while the index is built
--   PG101 blocks-writes jobs.ix_jobs_status: writers of jobs wait while the index is built
--
-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.
-- Written by qsys-schema for PostgreSQL >= 12.

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- It looks at whole tables, and may take its time.
SET LOCAL statement_timeout = '0';

-- Drop index ix_jobs_is_known of jobs. It stands in the way of enum state, and comes again below.
DROP INDEX "ix_jobs_is_known";

-- Drop index ix_jobs_status of jobs. It stands in the way of enum state, and comes again below.
DROP INDEX "ix_jobs_status";

-- Drop column jobs.is_known. It stands in the way of enum state, and comes again below.
ALTER TABLE "jobs" DROP COLUMN "is_known";

-- Drop column jobs.is_new. It stands in the way of enum state, and comes again below.
ALTER TABLE "jobs" DROP COLUMN "is_new";

-- state is made anew, with the values in another order or without some.
ALTER TYPE "state" RENAME TO "_qsys_was_state";

-- state as it is wished for.
CREATE TYPE "state" AS ENUM ('NEW', 'DONE');

-- The default of jobs.status is of the old type.
ALTER TABLE "jobs" ALTER COLUMN "status" DROP DEFAULT;

-- jobs.status keeps its values, in the new type.
ALTER TABLE "jobs" ALTER COLUMN "status" TYPE state USING "status"::text::state;

-- Nothing uses the old type any more.
DROP TYPE "_qsys_was_state";

-- Add column jobs.is_known. It stood in the way of enum state.
ALTER TABLE "jobs" ADD COLUMN "is_known" boolean GENERATED ALWAYS AS ((status IS NOT NULL)) STORED NOT NULL;

-- Add column jobs.is_new. It stood in the way of enum state.
ALTER TABLE "jobs" ADD COLUMN "is_new" boolean GENERATED ALWAYS AS ((status = 'NEW'::state)) STORED;

-- Add index ix_jobs_is_known on jobs. It stood in the way of enum state.
CREATE INDEX "ix_jobs_is_known" ON "jobs" ("is_known");

-- Add index ix_jobs_status on jobs. It stood in the way of enum state.
CREATE INDEX "ix_jobs_status" ON "jobs" ("status") INCLUDE ("is_new");
